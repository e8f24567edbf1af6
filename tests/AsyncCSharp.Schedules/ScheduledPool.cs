namespace AsyncCSharp.Schedules;

/// <summary>The thread pool under the scheduler: a thread for each piece of work.</summary>
public static class ScheduledPool
{
    /// <summary>Stands in for the framework's.</summary>
    public static bool UnsafeQueueUserWorkItem<TState>(Action<TState> callBack, TState state, bool preferLocal)
    {
        using (ExecutionContext.SuppressFlow())
        {
            _ = ScheduledThread.Start(() => callBack(state));
        }

        return true;
    }
}
