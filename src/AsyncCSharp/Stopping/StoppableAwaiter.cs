using System.Runtime.CompilerServices;

namespace AsyncCSharp.Stopping;

/// <summary>Stands between a cell's await and what it awaits, so that the await can be cut when the cell is to stop.</summary>
internal readonly struct StoppableAwaiter<TAwaiter>(TAwaiter awaiter, LiveFrames? frames) : ICriticalNotifyCompletion
    where TAwaiter : INotifyCompletion
{
    public void OnCompleted(Action continuation)
    {
        PendingAwait? pending = Begin(ref continuation);
        try
        {
            awaiter.OnCompleted(continuation);
        }
        finally
        {
            pending?.Watch();
        }
    }

    public void UnsafeOnCompleted(Action continuation)
    {
        PendingAwait? pending = Begin(ref continuation);
        try
        {
            if (awaiter is ICriticalNotifyCompletion)
            {
                ((ICriticalNotifyCompletion)awaiter).UnsafeOnCompleted(continuation);
            }
            else
            {
                awaiter.OnCompleted(continuation);
            }
        }
        finally
        {
            // An awaiter of the cell's own can be stopped too: the await must come back all the same.
            pending?.Watch();
        }
    }

    // Outside of a run there is nothing that could be stopped.
    private PendingAwait? Begin(ref Action continuation)
    {
        if (frames is null)
        {
            return null;
        }

        PendingAwait pending = new(continuation, frames, AwaitedTask.Of(awaiter));
        continuation = pending.Complete;
        return pending;
    }
}
