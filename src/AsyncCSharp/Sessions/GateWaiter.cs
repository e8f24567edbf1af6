using AsyncCSharp.Loop;

namespace AsyncCSharp.Sessions;

/// <summary>A place in the queue of a session's gate: that of a job, or of a command that waits for a moment.</summary>
internal sealed class GateWaiter(SessionGate gate)
{
    private volatile ThreadPump? _pump;
    private volatile bool _cancelled;

    /// <summary>What wakes the thread that waits with it; null as long as none does.</summary>
    public ThreadPump? Pump => _pump;

    /// <summary>Waits for its turn, on the thread that is to have it. Null where the session was reset or removed first.</summary>
    /// <exception cref="System.Management.Automation.PipelineStoppedException">The wait was stopped, or <see cref="Cancel"/> called.</exception>
    /// <exception cref="WaitTimeoutException">The time of the wait is up.</exception>
    public SessionHold? Wait(CSharpSession session, PumpWait wait)
    {
        SessionHold? hold = null;
        _pump = wait.Pump;
        try
        {
            wait.Until(() => _cancelled || gate.IsClosed || (hold = gate.TryEnter(session, this)) is not null);
        }
        finally
        {
            Leave();
        }

        return _cancelled && hold is null ? throw new System.Management.Automation.PipelineStoppedException() : hold;
    }

    /// <summary>Ends the wait, also one that has not begun. Any thread.</summary>
    public void Cancel()
    {
        _cancelled = true;
        _pump?.Signal();
    }

    /// <summary>Gives the place back; it may have been used.</summary>
    public void Leave() => gate.Leave(this);
}
