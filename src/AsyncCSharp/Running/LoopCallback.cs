namespace AsyncCSharp;

/// <summary>What was posted to a loop.</summary>
internal readonly record struct LoopCallback(SendOrPostCallback Callback, object? State)
{
    /// <summary>Runs it under the loop, whatever it sets there.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="onFailure">Gets what it throws: nobody awaits it.</param>
    public void Run(SessionLoop loop, Action<Exception> onFailure)
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        (CellStop?, CellStop?) apart = StopGate.IsRaised ? CodeThread.Current.EnterApart() : default;
        SynchronizationContext.SetSynchronizationContext(loop);
        try
        {
            Callback(State);
        }
        catch (Exception e)
        {
            onFailure(e);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
            if (StopGate.IsRaised)
            {
                CodeThread.Current.LeaveApart(apart);
            }
        }
    }
}
