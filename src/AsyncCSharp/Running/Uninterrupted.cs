namespace AsyncCSharp;

/// <summary>
/// Locks of code that must get done. To wait for a lock is a wait, which a stop interrupts where the pipeline thread is inside of a
/// cell's code; an interrupt that is lost here comes again, as long as the cell has not ended.
/// </summary>
internal static class Uninterrupted
{
    /// <summary>Takes the lock, whoever interrupts; to be given back with <see cref="Monitor.Exit"/>.</summary>
    public static void Enter(object gate)
    {
        while (true)
        {
            try
            {
                Monitor.Enter(gate);
                return;
            }
            catch (ThreadInterruptedException)
            {
                // Not now.
            }
        }
    }

    /// <summary>Waits for a pulse of the lock, whoever interrupts.</summary>
    public static void Wait(object gate)
    {
        try
        {
            _ = Monitor.Wait(gate);
        }
        catch (ThreadInterruptedException)
        {
            // The caller looks again.
        }
    }
}
