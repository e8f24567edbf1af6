using System.Management.Automation;

namespace AsyncCSharp.Commands;

/// <summary>Forgets the compiled cells that are kept on disk, and those that the runspace's sessions keep in memory.</summary>
[Cmdlet(VerbsCommon.Clear, "CSharpCellCache", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ClearCSharpCellCacheCommand : SessionCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        SessionCache cache = new();
        DiskCache? disk = cache.Disk;
        if (!ShouldProcess(ShownText.Of(disk?.Folder ?? Strings.CacheInMemory), Strings.WhatIfClearCache))
        {
            return;
        }

        foreach (CSharpSession session in State.Sessions)
        {
            session.Glance?.ClearCache();
        }

        (int entries, long bytes) = disk?.Clear() ?? (0, 0);
        IReadOnlyList<string> problems = cache.Problems.Take();
        foreach (string problem in problems)
        {
            Tell(() => problem);
        }

        if (entries > 0 || problems.Count == 0)
        {
            Tell(() => disk is null ? Strings.VerboseCacheOff : string.Format(null, Strings.VerboseCacheCleared, disk.Folder, entries, bytes));
        }
    }
}
