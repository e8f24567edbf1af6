using System.Runtime.ExceptionServices;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>What code under a session's loop sees of it: a synchronization context.</summary>
/// <remarks>
/// A loop never deadlocks on itself: when its thread has been blocked in a managed wait for a while, the loop goes on inside of it:
/// <see cref="ServedWait"/>.
/// </remarks>
internal abstract class LoopContext : SynchronizationContext
{
    protected LoopContext() => SetWaitNotificationRequired();

    /// <summary>Whether the calling thread runs the loop.</summary>
    public abstract bool OwnsCurrentThread { get; }

    /// <summary>Runs one posted callback on the calling thread, which owns the loop. False where there is none.</summary>
    public abstract bool RunOne();

    /// <summary>Does the work that other threads have for the owner's thread.</summary>
    public abstract void RunWork();

    public override void Post(SendOrPostCallback d, object? state)
    {
        // An async void method posts the exception that it has thrown, as this object.
        ExceptionDispatchInfo? failure = state as ExceptionDispatchInfo;
        if (failure is not null && StopChecks.IsInterrupt(failure.SourceException))
        {
            return;
        }

        // The failure belongs to the nursery that the method runs in, if there is one.
        if (failure is not null && Nursery.Innermost is { } nursery)
        {
            nursery.Fail(failure.SourceException);
        }
        else
        {
            _ = TryPost(new LoopCallback(d, state, CodeThread.Current.Code));
        }
    }

    /// <exception cref="InvalidOperationException">The session is gone.</exception>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (OwnsCurrentThread)
        {
            d(state);
            return;
        }

        LoopCall call = new(d, state);
        if (!TryPost(new LoopCallback(static call => ((LoopCall)call!).Run(), call, CodeThread.Current.Code)))
        {
            call.Refuse();
        }

        call.Wait();
    }

    public override SynchronizationContext CreateCopy() => this;

    // Called where an async void method begins and ends, in its own flow.
    public override void OperationStarted() => Nursery.Enter(Nursery.Innermost);

    public override void OperationCompleted() => Nursery.Innermost?.Leave();

    public override int Wait(IntPtr[] waitHandles, bool waitAll, int millisecondsTimeout)
    {
        ServedWait wait = new(this, millisecondsTimeout);
        int result;
        do
        {
            result = WaitHelper(waitHandles, waitAll, wait.NextSlice());
        }
        while (result == WaitHandle.WaitTimeout && wait.GoesOn());

        return result;
    }

    /// <summary>Has it run in its turn. False where the loop takes nothing more.</summary>
    protected abstract bool TryPost(LoopCallback callback);
}
