using System.Buffers;

namespace AsyncCSharp.Engine.Caching;

/// <summary>Keeps the cache's folder within its bounds: what was not used for the longest time goes first.</summary>
/// <remarks>
/// No process sees what the others write, and a look at the whole folder is not for every write. So each write decides by
/// chance, weighted with its length: on average the folder is looked at once for every sixty-fourth of the limit.
/// </remarks>
/// <param name="folder">The folder.</param>
/// <param name="limit">How much its files may take up.</param>
/// <param name="failed">Gets the files that could not be removed, and why.</param>
internal sealed class CacheTrimmer(string folder, long limit, Action<string, Exception> failed)
{
    /// <summary>How files end that are being written.</summary>
    public const string TemporaryExtension = ".tmp";

    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdef");

    // What a process that died has left behind; one that lives is done within a blink.
    private static readonly TimeSpan s_abandonedAfter = TimeSpan.FromHours(1);

    /// <summary>Says that an entry was written.</summary>
    public void Written(int length)
    {
        if (Random.Shared.NextInt64(Math.Max(1, limit / 64)) < length)
        {
            Trim();
        }
    }

    /// <summary>Removes what is too much, and a quarter more, so that the next writes fit.</summary>
    public void Trim()
    {
        DateTime now = DateTime.UtcNow;
        foreach (FileInfo file in Files(TemporaryExtension).Where(f => now - f.LastWriteTimeUtc > s_abandonedAfter))
        {
            _ = Remove(file);
        }

        FileInfo[] entries = [.. Files(DiskCache.Extension).OrderBy(f => f.LastWriteTimeUtc)];
        long bytes = entries.Sum(f => f.Length);
        long wanted = bytes <= limit ? bytes : limit / 4 * 3;
        for (int i = 0; i < entries.Length && bytes > wanted; i++)
        {
            bytes -= Remove(entries[i]);
        }
    }

    /// <summary>Removes all entries; gives how many there were, and their bytes.</summary>
    public (int Entries, long Bytes) RemoveAll()
    {
        int count = 0;
        long bytes = 0;
        foreach (FileInfo file in Files(DiskCache.Extension).Concat(Files(TemporaryExtension)))
        {
            long removed = Remove(file);
            count += removed > 0 ? 1 : 0;
            bytes += removed;
        }

        return (count, bytes);
    }

    // Only names that we give: the folder may be one that holds other things too. Asked once whether they exist, they
    // keep length and time of that moment, also when another process removes them.
    private FileInfo[] Files(string extension)
    {
        DirectoryInfo info = new(folder);
        int length = (extension == DiskCache.Extension ? CacheKey.NameLength : 32) + extension.Length;
        return info.Exists
            ? [.. info.EnumerateFiles("*" + extension).Where(f => f.Name.Length == length && f.Name.AsSpan(0, length - extension.Length).IndexOfAnyExcept(s_hex) < 0 && f.Exists)]
            : [];
    }

    // Gives the bytes that are gone with it.
    private long Remove(FileInfo file)
    {
        long length = file.Length;
        try
        {
            file.Delete();
            return length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process has it open (Windows), or the folder cannot be written to.
            failed(file.FullName, e);
            return 0;
        }
    }
}
