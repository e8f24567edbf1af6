namespace AsyncCSharp.Schedules;

/// <summary>Stands in for the framework's timer: a thread that sleeps. It is due after as many steps of others as chance decides.</summary>
public sealed class ScheduledTimer
{
    private readonly TimerCallback _callback;
    private readonly object? _state;

    // A thread that sleeps for an earlier change does nothing when it wakes.
    private int _changes;

    /// <summary>Stands in for the framework's.</summary>
    public ScheduledTimer(TimerCallback callback, object? state, int dueTime, int period)
    {
        (_callback, _state) = (callback, state);
        _ = Change(dueTime, period);
    }

    /// <summary>Stands in for the framework's, without a period.</summary>
    public bool Change(int dueTime, int period)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(period, Timeout.Infinite);
        int change = ++_changes;
        if (dueTime != Timeout.Infinite)
        {
            _ = ScheduledPool.UnsafeQueueUserWorkItem(Wake, change, preferLocal: false);
        }

        return true;
    }

    private void Wake(int change)
    {
        ScheduledThread.Pause();
        if (change == _changes)
        {
            _callback(_state);
        }
    }
}
