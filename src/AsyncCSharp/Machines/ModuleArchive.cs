using System.IO.Compression;

namespace AsyncCSharp.Machines;

/// <summary>The installed module as a zip in a file that goes with it: what every platform needs, and what one of them does.</summary>
internal sealed class ModuleArchive : IDisposable
{
    private const string Engine = "bin/engine/";

    // The names of what is there for platforms: see EngineFolder.
    private static readonly string[] s_systems = ["linux-", "win-", "osx-", "other-"];

    private readonly FileStream _file = new(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose);

    /// <summary>Packs it.</summary>
    /// <param name="folder">The module's folder.</param>
    /// <param name="platform">The platform.</param>
    public ModuleArchive(string folder, string platform)
    {
        using (ZipArchive zip = new(_file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                string name = Path.GetRelativePath(folder, path).Replace('\\', '/');
                if (IsFor(name, platform))
                {
                    _ = zip.CreateEntryFromFile(path, name, CompressionLevel.Fastest);
                }
            }
        }

        _file.Position = 0;
    }

    /// <summary>The zip.</summary>
    public Stream Content => _file;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static bool IsFor(string name, string platform)
    {
        if (!name.StartsWith(Engine, StringComparison.Ordinal))
        {
            return true;
        }

        string part = name[Engine.Length..].Split('/')[0];
        return part == platform || !name[Engine.Length..].Contains('/', StringComparison.Ordinal) || !Array.Exists(s_systems, s => part.StartsWith(s, StringComparison.Ordinal));
    }
}
