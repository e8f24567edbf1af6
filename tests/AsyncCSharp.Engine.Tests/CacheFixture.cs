using AsyncCSharp.Engine.Caching;

namespace AsyncCSharp.Engine.Tests;

/// <summary>A cache in a folder of its own, gone with the test.</summary>
internal sealed class CacheFixture : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("asynccsharp-").FullName;

    public CacheFixture(long limit = DiskCache.DefaultLimit)
    {
        Folder = Path.Combine(_root, "cache");
        Cache = new DiskCache(Folder, limit, new CacheProblems());
    }

    /// <summary>The cache's folder, which the cache itself makes.</summary>
    public string Folder { get; }

    public DiskCache Cache { get; }

    /// <summary>What it tells of, since the last call.</summary>
    public IReadOnlyList<string> Told => Cache.Problems.Take();

    /// <summary>A place beside the folder.</summary>
    public string Beside(string name) => Path.Combine(_root, name);

    /// <summary>The file of an entry.</summary>
    public string FileOf(CacheKey key) => Path.Combine(Folder, key.FileName);

    /// <summary>Adds an entry of that many bytes, last used so long ago, and gives its file.</summary>
    public string Add(string name, int length, TimeSpan age)
    {
        CacheKey key = CacheKey.Of(name);
        Cache.Add(key, new byte[length]);
        File.SetLastWriteTimeUtc(FileOf(key), DateTime.UtcNow - age);
        return FileOf(key);
    }

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows() && Directory.Exists(Folder))
        {
            File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.Delete(_root, recursive: true);
    }
}
