namespace AsyncCSharp.Stopping;

/// <summary>
/// Knows for how long a finalizer of a cell runs. There is one thread for the finalizers of the process; one that does not
/// end holds up all others, and the end of the process. It belongs to no run, so a stop of any cell ends it.
/// </summary>
internal static class FinalizerClock
{
    // The stop may be over before the last of them has begun.
    private static readonly Timer s_release = ContextFreeTimer.Create(Release);
    private static int s_isHeld;

    [ThreadStatic]
    private static long t_begun;

    [ThreadStatic]
    private static long t_ended;

    /// <summary>A finalizer begins on the calling thread.</summary>
    public static void Begin() => t_begun = Environment.TickCount64;

    /// <summary>Ends the finalizer that the calling thread runs, if it runs one that has had its time.</summary>
    /// <exception cref="OperationCanceledException">It has.</exception>
    public static void ThrowIfOver()
    {
        if (t_begun == 0)
        {
            return;
        }

        long now = Environment.TickCount64;
        bool isSoon = t_ended != 0 && now - t_ended < Durations.SoonAfterFinalizer;
        if (now - t_begun > (isSoon ? Durations.ShortFinalizerGrace : Durations.FinalizerGrace))
        {
            t_ended = now;
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
