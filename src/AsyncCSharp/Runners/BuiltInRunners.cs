namespace AsyncCSharp.Runners;

/// <summary>The runners that come with the module.</summary>
internal static class BuiltInRunners
{
    /// <summary>The runner of a new session.</summary>
    public static RunnerEntry Default { get; } = new("EventLoop", Strings.RunnerEventLoop, new EventLoopRunner()) { IsBuiltIn = true };

    /// <summary>All of them, in the order in which they are listed.</summary>
    public static IReadOnlyList<RunnerEntry> All { get; } =
    [
        Default,
        new("CellLoop", Strings.RunnerCellLoop, new EventLoopRunner()) { IsBuiltIn = true, RunsBetweenCells = false },
        new("ThreadPool", Strings.RunnerThreadPool, new ThreadPoolRunner()) { IsBuiltIn = true, UsesLoop = false },
        new("Nursery", Strings.RunnerNursery, new NurseryRunner()) { IsBuiltIn = true, RunsSyncCells = true },
        new("AsyncEx", Strings.RunnerAsyncEx, new EngineRunner("AsyncEx")) { IsBuiltIn = true },
        new("Sync", Strings.RunnerSync, new SyncRunner()) { IsBuiltIn = true, UsesLoop = false, TurnsOn = false },
    ];
}
