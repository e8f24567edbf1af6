namespace AsyncCSharp.Stopping;

/// <summary>
/// Keeps the stop flag raised for as long as anything of a stopped run can still execute. The run has it, and
/// every flow of control that the run started holds the run in its execution context, so the finalizer comes when the
/// last of them is gone.
/// </summary>
internal sealed class StopFlagHold
{
    /// <summary>How many checks that mean nobody's stop a thread makes before the collector is asked: some milliseconds of them.</summary>
    private const int Patience = 100_000;

    private static long s_notBefore;
    private static int s_pause = Durations.FirstCollectionPause;

    public StopFlagHold()
    {
        // The pauses start anew: how long earlier holds lasted says nothing about this one.
        s_pause = Durations.FirstCollectionPause;
        Volatile.Write(ref s_notBefore, 0);
        StopFlag.Raise();
    }

    ~StopFlagHold() => StopFlag.Lower();

    /// <summary>
    /// Notes that a check found the flag up although its own run is not meant. Code that is all checks is twenty times slower then, and
    /// where it allocates nothing, no collection would bring the finalizer: so the collector is asked for one, ever more rarely where
    /// something of the stopped run does live on.
    /// </summary>
    /// <param name="thread">The calling thread.</param>
    public static void OnFalseAlarm(CodeThread thread)
    {
        if (++thread.FalseAlarms < Patience)
        {
            return;
        }

        thread.FalseAlarms = 0;
        long now = Environment.TickCount64;
        long notBefore = Volatile.Read(ref s_notBefore);
        if (now >= notBefore && Interlocked.CompareExchange(ref s_notBefore, now + s_pause, notBefore) == notBefore)
        {
            s_pause = Math.Min(2 * s_pause, Durations.LongestCollectionPause);
#pragma warning disable RS0030 // A hold that nothing refers to any more is given back by its finalizer. The collection runs in the background, and less and less often.
            _ = ThreadPool.UnsafeQueueUserWorkItem(static _ => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false), null);
#pragma warning restore RS0030
        }
    }
}
