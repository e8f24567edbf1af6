namespace AsyncCSharp.Schedules;

/// <summary>
/// Stands in for the framework's synchronization context. It is the same, but that waits do not come by there: those of the scheduler
/// itself would.
/// </summary>
public abstract class ScheduledContext : SynchronizationContext
{
    // Owned by the thread: what Coyote finds its runtime by. Code that is tested sees none there, as on a plain thread.
    [ThreadStatic]
    private static SynchronizationContext? t_coyote;

    /// <summary>Stands in for the framework's, and does nothing.</summary>
    public static void SetWaitNotificationRequired(SynchronizationContext context)
    {
    }

    /// <summary>Stands in for the framework's.</summary>
    public static SynchronizationContext? get_Current() => Current as ScheduledContext;

    /// <summary>Stands in for the framework's.</summary>
    public static new void SetSynchronizationContext(SynchronizationContext? syncContext)
    {
        if (Current is not ScheduledContext)
        {
            t_coyote = Current;
        }

        SynchronizationContext.SetSynchronizationContext(syncContext ?? t_coyote);
    }

    /// <summary>Stands in for the framework's.</summary>
    public static void Post(SynchronizationContext context, SendOrPostCallback d, object? state) => context.Post(d, state);
}
