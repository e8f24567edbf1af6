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
        DiskCache? disk = DiskCache.Current;
        if (!ShouldProcess(disk?.Folder ?? Strings.CacheInMemory, Strings.WhatIfClearCache))
        {
            return;
        }

        foreach (CSharpSession session in State.Sessions)
        {
            session.ScriptOrNull?.ClearCache();
        }

        if (disk is null)
        {
            Tell(() => Strings.VerboseCacheOff);
            return;
        }

        (int entries, long bytes) = disk.Clear();
        Tell(() => disk.Problem ?? string.Format(null, Strings.VerboseCacheCleared, disk.Folder, entries, bytes));
    }
}
