namespace AsyncCSharp.Engine.Caching;

/// <summary>
/// Compiled cells on disk, shared by the user's processes. It never fails: what cannot be read, trusted or written is not
/// there. Any thread, any number of processes: a file appears under its name whole, or not at all. See docs/design/cache.md.
/// </summary>
internal sealed class DiskCache
{
    /// <summary>How the files of entries end.</summary>
    public const string Extension = ".cell";

    /// <summary>How much the files may take up, unless told otherwise: some thousand cells.</summary>
    public const long DefaultLimit = 64 * 1024 * 1024;

    /// <summary>Larger entries are not worth their room.</summary>
    private const int MaxEntryLength = 4 * 1024 * 1024;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // The last use is kept as the time of the last write: exact enough for what goes first, and hardly ever written.
    private static readonly TimeSpan s_useAccuracy = TimeSpan.FromHours(1);

    private readonly CacheTrimmer _trimmer;

    /// <summary>The cache in a folder, which is made when something is to be kept in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="limit">How much its files may take up.</param>
    /// <param name="problems">Gets why the cache, or an entry, was not used.</param>
    public DiskCache(string folder, long limit, CacheProblems problems)
    {
        Folder = folder;
        Problems = problems;
        _trimmer = new CacheTrimmer(folder, limit, (file, e) => problems.Add(string.Format(null, Strings.CacheNotRemoved, file, e.Message)));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Why the cache, or an entry, was not used.</summary>
    public CacheProblems Problems { get; }

    /// <summary>The content of an entry, or null.</summary>
    public ReadOnlyMemory<byte>? Find(CacheKey key) => Guarded<ReadOnlyMemory<byte>?>(null, () =>
    {
        FileInfo file = new(Path.Combine(Folder, key.FileName));

        // A link that leads nowhere does not exist either, and is told of.
        if ((!file.Exists && file.LinkTarget is null) || !IsTrusted(create: false) || IsRefused(CacheTrust.RefusalOfFile(file)))
        {
            return null;
        }

        if (!CacheEntry.TryUnpack(key, Read(file.FullName), out ReadOnlyMemory<byte> content))
        {
            Problems.Add(string.Format(null, Strings.CacheDamaged, file.FullName));
            return null;
        }

        NoteUse(file);
        return content;
    });

    /// <summary>Keeps an entry.</summary>
    public void Add(CacheKey key, ReadOnlySpan<byte> content)
    {
        if (key.Bytes.Length + content.Length > MaxEntryLength)
        {
            Problems.Add(string.Format(null, Strings.CacheTooLarge, key.Bytes.Length + content.Length, MaxEntryLength));
            return;
        }

        byte[] packed = CacheEntry.Pack(key, content);
        _ = Guarded(false, () =>
        {
            if (IsTrusted(create: true))
            {
                Write(packed, Path.Combine(Folder, key.FileName));
                _trimmer.Written(packed.Length);
            }

            return true;
        });
    }

    /// <summary>Removes all entries; gives how many there were, and their bytes.</summary>
    public (int Entries, long Bytes) Clear() => Guarded((0, 0L), () => IsTrusted(create: false) ? _trimmer.RemoveAll() : (0, 0L));

    private static byte[] Read(string path)
    {
        // Another process may replace or remove it meanwhile: the bytes of what was opened are read.
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        byte[] bytes = new byte[Math.Min(stream.Length, MaxEntryLength + 1024)];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // A name that nobody can guess, made only if there is no such file, and readable for the user only from the start.
    private static void Write(byte[] packed, string path)
    {
        string temporary = Path.Combine(Path.GetDirectoryName(path)!, $"{Guid.NewGuid():N}{CacheTrimmer.TemporaryExtension}");
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        try
        {
            using (FileStream stream = new(temporary, options))
            {
                stream.Write(packed);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void NoteUse(FileInfo file)
    {
        DateTime now = DateTime.UtcNow;
        if (now - file.LastWriteTimeUtc > s_useAccuracy)
        {
            try
            {
                file.LastWriteTimeUtc = now;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In a folder that cannot be written to nothing is ever removed for its age.
            }
        }
    }

    private bool IsTrusted(bool create) => !IsRefused(CacheTrust.RefusalOfFolder(Folder, create));

    private bool IsRefused(string? refusal)
    {
        if (refusal is not null)
        {
            Problems.Add(refusal);
        }

        return refusal is not null;
    }

    private T Guarded<T>(T otherwise, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException
            or System.Security.SecurityException or EntryPointNotFoundException or DllNotFoundException)
        {
            Problems.Add(string.Format(null, Strings.CacheFailed, Folder, e.Message));
            return otherwise;
        }
    }
}
