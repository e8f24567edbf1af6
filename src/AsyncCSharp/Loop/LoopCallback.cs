using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>What was posted to a loop.</summary>
/// <param name="Callback">What to call.</param>
/// <param name="State">With what.</param>
/// <param name="Owner">The stop of the invocation whose code posted it, or null.</param>
internal readonly record struct LoopCallback(SendOrPostCallback Callback, object? State, StopScope? Owner)
{
    /// <summary>Runs it under the loop, whatever it sets there.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="onFailure">Gets what it throws: nobody awaits it.</param>
    public void Run(SessionLoop loop, Action<Exception> onFailure)
    {
        CodeThread thread = CodeThread.Current;
        StopScope? code = thread.Code;
        bool isOthers = Owner is not null && Owner != code;
        SynchronizationContext? before = SynchronizationContext.Current;
        (StopScope?, StopScope?) apart = thread.EnterApart();
        SynchronizationContext.SetSynchronizationContext(loop);
        if (isOthers)
        {
            _ = thread.Enter(Owner);
        }

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
            if (isOthers)
            {
                _ = thread.Enter(code);
            }

            SynchronizationContext.SetSynchronizationContext(before);
            thread.LeaveApart(apart);
        }
    }
}
