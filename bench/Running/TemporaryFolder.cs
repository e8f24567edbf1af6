namespace AsyncCSharp.Bench;

/// <summary>A folder for a measurement, which goes with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("asynccsharp-bench-").FullName;

    /// <summary>Writes a file and says where it is.</summary>
    public string Write(string name, params IEnumerable<string> lines)
    {
        string file = System.IO.Path.Combine(Path, name);
        File.WriteAllLines(file, lines);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
