namespace AsyncCSharp.Engine;

/// <summary>The files that a cell loads, each once however often it is asked for.</summary>
internal sealed class LoadedFiles
{
    private readonly HashSet<string> _seen = new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Reads those that are new. Paths are relative to the file, or to the cell's folder.</summary>
    /// <exception cref="SessionException">There is no such file, or it cannot be read.</exception>
    public IEnumerable<CellSource> Read(IEnumerable<string> loads, CellSource parent)
    {
        foreach (string load in loads)
        {
            string path = Path.GetFullPath(load, parent.BaseDirectory ?? Environment.CurrentDirectory);
            if (!File.Exists(path))
            {
                throw SessionException.Of(nameof(Strings.LoadNotFound), path).At(parent.DisplayName, CellDirectives.LineOf(parent.Code, load));
            }

            if (_seen.Add(path))
            {
                yield return parent with { Code = ReadAll(path, parent, load), Path = path, BaseDirectory = Path.GetDirectoryName(path) };
            }
        }
    }

    private static string ReadAll(string path, CellSource parent, string load)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SessionException.Of(nameof(Strings.FileNotReadable), path, e.Message).At(parent.DisplayName, CellDirectives.LineOf(parent.Code, load));
        }
    }
}
