using System.Management.Automation;
using AsyncCSharp.Contract;
using AsyncCSharp.Text;

namespace AsyncCSharp.Commands;

/// <summary>Forgets the compiled cells that are kept on disk, and those that the runspace's sessions keep in memory.</summary>
[Cmdlet(VerbsCommon.Clear, "CSharpCellCache", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ClearCSharpCellCacheCommand : SessionCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IKeptCells kept = EngineLoadContext.Engine.OpenKeptCells();
        string? folder = kept.Folder;
        if (!ShouldProcess(ShownText.Of(folder ?? Strings.CacheInMemory), Strings.WhatIfClearCache))
        {
            return;
        }

        foreach (CSharpSession session in State.Sessions)
        {
            session.Glance?.ClearCache();
        }

        (int entries, long bytes) = kept.Clear();
        IReadOnlyList<string> problems = kept.TakeProblems();
        foreach (string problem in problems)
        {
            Tell(() => problem);
        }

        if (entries > 0 || problems.Count == 0)
        {
            Tell(() => folder is null ? Strings.VerboseCacheOff : string.Format(null, Strings.VerboseCacheCleared, folder, entries, bytes));
        }
    }
}
