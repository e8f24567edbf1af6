namespace AsyncCSharp.Stopping;

/// <summary>
/// Knows for how long a finalizer of a cell has been running. The process has one thread for all finalizers: one that does not end holds
/// up all others, and the end of the process. A finalizer belongs to no run, so a stop of any cell ends it. Owned by the thread's
/// <see cref="CodeThread"/>.
/// </summary>
internal sealed class FinalizerClock
{
    // One for the process, as its finalizer thread is. It keeps the flag up for a while, since the stop may be over before the last
    // finalizer of the same kind has begun.
    private static readonly Timer s_release = ContextFreeTimer.Create(Release);
    private static int s_isHeld;

    private long _begun;
    private long _ended;

    /// <summary>Notes that a finalizer begins. On the thread that executes it.</summary>
    public void Begin() => _begun = Environment.TickCount64;

    /// <summary>Ends the finalizer that the thread runs, if that has had its time.</summary>
    /// <exception cref="OperationCanceledException">The finalizer has had its time.</exception>
    public void ThrowIfOver()
    {
        long now = Environment.TickCount64;
        bool isSoon = _ended != 0 && now - _ended < Durations.SoonAfterFinalizer;
        if (now - _begun > (isSoon ? Durations.ShortFinalizerGrace : Durations.FinalizerGrace))
        {
            _ended = now;
            Hold();
            throw new CellStoppedException();
        }
    }

    private static void Hold()
    {
        if (Interlocked.Exchange(ref s_isHeld, 1) == 0)
        {
            StopFlag.Raise();
        }

        _ = s_release.Change(Durations.SoonAfterFinalizer, Timeout.Infinite);
    }

    private static void Release()
    {
        if (Interlocked.Exchange(ref s_isHeld, 0) == 1)
        {
            StopFlag.Lower();
        }
    }
}
