using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.Caching;

/// <summary>
/// A session's way to the cache on disk. Which folder that is, is up to the environment of the moment. Belongs to the session, whose
/// calls come one at a time.
/// </summary>
internal sealed class SessionCache : IKeptCells
{
    private DiskCache? _disk;

    /// <summary>The cache that the environment calls for now, or null where it is off, or there is no place for it.</summary>
    public DiskCache? Disk
    {
        get
        {
            // On a locked-down machine what runs has to pass its policy, which code that was compiled before has not.
            if (LanguagePolicy.IsLockedDown)
            {
                return null;
            }

            if (CacheLocation.Folder(Environment.GetEnvironmentVariable, out string? problem) is not { } folder)
            {
                if (problem is not null)
                {
                    Problems.Add(problem);
                }

                return null;
            }

            return _disk is { } known && FilePaths.AreSame(known.Folder, folder) ? known : _disk = new DiskCache(folder, DiskCache.DefaultLimit, Problems);
        }
    }

    /// <inheritdoc/>
    public string? Folder => Disk?.Folder;

    /// <summary>Why it was not used.</summary>
    private CacheProblems Problems { get; } = new();

    /// <inheritdoc/>
    public (int Entries, long Bytes) Clear() => Disk?.Clear() ?? (0, 0);

    /// <inheritdoc/>
    public IReadOnlyList<string> TakeProblems() => Problems.Take();
}
