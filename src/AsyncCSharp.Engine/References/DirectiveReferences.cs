using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Directives;

namespace AsyncCSharp.Engine.References;

/// <summary>Adds what a cell refers to with <c>#r</c>. Errors say in which line that is.</summary>
internal sealed class DirectiveReferences(SessionReferences references, CellText source)
{
    /// <summary>Adds them, the packages together: their versions have to go with each other.</summary>
    /// <exception cref="SessionException">One of them cannot be had.</exception>
    public void Add(CellDirectives asked, CancellationToken cancellationToken)
    {
        foreach (string refused in asked.Refused)
        {
            At([refused], () => throw SessionException.Of(nameof(Strings.DirectiveNotSupported), refused, ProgramDirectives.ReasonOf(refused)));
        }

        IReadOnlyList<string> directives = asked.References;
        references.AddSources(asked.Sources, source.BaseDirectory);
        string[] packages = [.. directives.Where(d => PackageRequest.Read(d) is not null)];
        foreach (string file in directives.Except(packages))
        {
            At([file], () => AddFile(file));
        }

        // Two versions of one: the second is asked for when the first is there, as in two cells.
        while (packages.Length > 0)
        {
            string[] first = [.. packages.DistinctBy(d => PackageRequest.Read(d)!.Id, StringComparer.OrdinalIgnoreCase)];
            At(first, () => _ = references.AddPackages([.. first.Select(d => PackageRequest.Read(d)!)], source.BaseDirectory, cancellationToken));
            packages = [.. packages.Except(first)];
        }
    }

    private void AddFile(string pathOrName)
    {
        if (!references.TryAdd(pathOrName, source.BaseDirectory))
        {
            throw SessionException.Of(nameof(Strings.ReferenceNotFound), pathOrName);
        }
    }

    private void At(string[] directives, Action action)
    {
        try
        {
            action();
        }
        catch (SessionException e)
        {
            // Of several packages the one that is at fault is named; where it is one that they need, the first stands for all.
            string? named = directives.FirstOrDefault(d => PackageRequest.Read(d)?.IsOf(e.Subject ?? string.Empty) == true);
            throw e.At(source.DisplayName, CellDirectives.LineOf(source.Code, named ?? directives[0]));
        }
    }
}
