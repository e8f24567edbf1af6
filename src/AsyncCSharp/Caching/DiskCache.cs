namespace AsyncCSharp;

/// <summary>
/// Compiled cells on disk, shared by the user's processes. It never fails: what cannot be read, trusted or written is not
/// there. Any thread, any number of processes: a file appears under its name whole, or not at all.
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
    private static DiskCache? s_current;

    private readonly CacheTrimmer _trimmer;

    public DiskCache(string folder, long limit)
    {
        Folder = folder;
        _trimmer = new CacheTrimmer(folder, limit);
    }

    /// <summary>The cache that the environment calls for now, or null where it is off.</summary>
    public static DiskCache? Current
    {
        get
        {
            // Compiled code of earlier is not what a locked-down machine has seen.
            if (LanguagePolicy.IsLockedDown || CacheLocation.Folder(Environment.GetEnvironmentVariable) is not { } folder)
            {
                return s_current = null;
            }

            return s_current is { } current && current.Folder == folder ? current : s_current = new DiskCache(folder, DefaultLimit);
        }
    }

    /// <summary>The <see cref="Problem"/> of the cache that was used last: costs nothing to ask, after every cell.</summary>
    public static string? LastProblem => s_current?.Problem;

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Why the cache, or an entry, was not used the last time; null where all went well.</summary>
    public string? Problem { get; private set; }

    /// <summary>The content of an entry, or null.</summary>
    public ReadOnlyMemory<byte>? Find(CacheKey key) => Guarded<ReadOnlyMemory<byte>?>(null, () =>
    {
        FileInfo file = new(Path.Combine(Folder, key.FileName));
        if (!file.Exists || !IsTrusted(create: false) || (Problem = CacheGuard.RefusalOfFile(file)) is not null)
        {
            return null;
        }

        if (!CacheEntry.TryUnpack(key, Read(file.FullName), out ReadOnlyMemory<byte> content))
        {
            Problem = string.Format(null, Strings.CacheDamaged, file.FullName);
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

    private bool IsTrusted(bool create) => (Problem = CacheGuard.RefusalOfFolder(Folder, create)) is null;

    private T Guarded<T>(T otherwise, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException
            or System.Security.SecurityException or EntryPointNotFoundException or DllNotFoundException)
        {
            Problem = string.Format(null, Strings.CacheFailed, Folder, e.Message);
            return otherwise;
        }
    }
}
