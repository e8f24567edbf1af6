using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Directives;
using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.References;

/// <summary>The files that a cell loads, each once however often it is asked for.</summary>
/// <param name="references">What the session refers to: packages may have scripts.</param>
internal sealed class LoadedFiles(SessionReferences references)
{
    private readonly HashSet<string> _seen = new(FilePaths.Comparer);

    /// <summary>Reads those that are new. Paths are relative to the file, or to the cell's folder.</summary>
    /// <exception cref="SessionException">There is no such file, or it cannot be read.</exception>
    public IEnumerable<CellText> Read(IEnumerable<string> loads, CellText parent, CancellationToken cancellationToken)
    {
        foreach (string load in loads)
        {
            foreach (string path in Find(load, parent, cancellationToken))
            {
                if (_seen.Add(path))
                {
                    yield return parent with { Code = ReadAll(path, parent, load), Path = path, BaseDirectory = Path.GetDirectoryName(path) };
                }
            }
        }
    }

    private IReadOnlyList<string> Find(string load, CellText parent, CancellationToken cancellationToken)
    {
        if (PackageRequest.Read(load) is { } package)
        {
            return At(parent, load, () => references.AddPackages([package], parent.BaseDirectory, cancellationToken).Find(package.Id) is { Scripts: { Count: > 0 } scripts }
                ? scripts
                : throw SessionException.Of(nameof(Strings.LoadNotFound), load));
        }

        string path = Path.GetFullPath(load, BaseFolder.Or(parent.BaseDirectory));
        if (load.Contains('*', StringComparison.Ordinal))
        {
            return Match(path, parent);
        }

        return File.Exists(path) ? [path] : At<string[]>(parent, load, () => throw SessionException.Of(nameof(Strings.LoadNotFound), path));
    }

    // As the SDK does for #:include, in the order of their names: "*.cs", and "**" for any depth.
    private static string[] Match(string pattern, CellText parent)
    {
        string folder = Path.GetDirectoryName(pattern)!;
        int any = folder.IndexOf($"{Path.DirectorySeparatorChar}**", StringComparison.Ordinal);
        EnumerationOptions options = new() { RecurseSubdirectories = any >= 0, IgnoreInaccessible = true, MatchCasing = MatchCasing.PlatformDefault };
        folder = any < 0 ? folder : folder[..any];
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateFiles(folder, Path.GetFileName(pattern), options)
                .Where(file => !FilePaths.Comparer.Equals(file, parent.Path))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string ReadAll(string path, CellText parent, string load)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return At<string>(parent, load, () => throw SessionException.Of(nameof(Strings.FileNotReadable), path, e.Message));
        }
    }

    private static T At<T>(CellText parent, string load, Func<T> find)
    {
        try
        {
            return find();
        }
        catch (SessionException e)
        {
            throw e.At(parent.DisplayName, CellDirectives.LineOf(parent.Code, load));
        }
    }
}
