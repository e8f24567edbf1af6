namespace AsyncCSharp.Stopping;

/// <summary>
/// The interrupt that others send to a thread that waits, and that the thread receives itself where it comes too late for the wait that
/// was meant. Owned by the thread's <see cref="CodeThread"/>, under whose lock it is sent and claimed.
/// </summary>
internal sealed class WaitInterrupt
{
    private readonly Thread _thread = Thread.CurrentThread;
    private bool _isSent;

    /// <summary>Whether the thread waits for something. Any thread.</summary>
    public bool IsBlocked => (_thread.ThreadState & ThreadState.WaitSleepJoin) != 0;

    /// <summary>Ends the wait of the thread, or its next one. Under the lock, any thread.</summary>
    public void Send()
    {
        _isSent = true;
        _thread.Interrupt();
    }

    /// <summary>Whether one was sent that is still to be received; the caller does that, outside of the lock. Under the lock, own thread.</summary>
    public bool Claim()
    {
        bool isSent = _isSent;
        _isSent = false;
        return isSent;
    }

    /// <summary>Has an interrupt that may be pending end a wait of its own, so that it ends no other. Own thread.</summary>
    /// <param name="thread">The calling thread.</param>
    public static void Receive(CodeThread thread)
    {
        object nothing = new();

        // How this wait ends is not the beginning of the code's clean-up.
        (StopScope?, StopScope?) apart = thread.EnterApart();
        SynchronizationContext? context = SynchronizationContext.Current;

        // With a loop's context on the thread, the loop would go on inside of the wait.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            lock (nothing)
            {
                _ = Monitor.Wait(nothing, 1);
            }
        }
        catch (ThreadInterruptedException)
        {
            // This was the pending interrupt.
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
            thread.LeaveApart(apart);
        }
    }
}
