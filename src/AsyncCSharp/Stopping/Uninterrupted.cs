namespace AsyncCSharp.Stopping;

/// <summary>
/// Locks of code that must get done. To wait for a lock is a wait, which a stop interrupts where the pipeline thread is inside of a
/// cell's code; an interrupt that is lost here comes again, as long as the cell has not ended.
/// </summary>
internal static class Uninterrupted
{
    /// <summary>Takes the lock, whoever interrupts; to be given back with <see cref="Monitor.Exit"/>.</summary>
    public static void Enter(object lockObject)
    {
        if (!Monitor.TryEnter(lockObject))
        {
            EnterSlowly(lockObject);
        }
    }

    /// <summary>Waits for a pulse of the lock, whoever interrupts.</summary>
    public static void Wait(object lockObject)
    {
        try
        {
            _ = Monitor.Wait(lockObject);
        }
        catch (ThreadInterruptedException)
        {
            // The caller checks its condition again, as after each pulse.
        }
    }

    private static void EnterSlowly(object lockObject)
    {
        // An interrupt that ends the wait for the lock is not the beginning of the code's clean-up.
        CodeThread thread = CodeThread.Current;
        (StopScope?, StopScope?) before = thread.EnterApart();
        while (true)
        {
            try
            {
                Monitor.Enter(lockObject);
                return;
            }
            catch (ThreadInterruptedException)
            {
                thread.LeaveApart(before);
            }
        }
    }
}
