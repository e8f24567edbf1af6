using AsyncCSharp.Output;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>A write from another thread, which holds its producer back until the pipeline has taken it.</summary>
internal sealed class PipelineWrite(CellInvocation invocation, Action<ICellOutput> action)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Hands it in. The task ends when it is done, or with the cell.</summary>
    public Task Run()
    {
        CancellationTokenRegistration stopped = invocation.Token.Register(() => _done.TrySetCanceled(invocation.Token));
        if (!invocation.Waits.AreServedWhenBlocked || invocation.Loop is { IsLent: true })
        {
            _ = ReleaseIfBlockedAsync();
        }

        invocation.Streams.Enqueue(output =>
        {
            try
            {
                if (!invocation.IsStopping)
                {
                    action(output);
                }

                _ = _done.TrySetResult();
            }
            catch (Exception e)
            {
                _ = _done.TrySetException(e);
                throw;
            }
            finally
            {
                stopped.Dispose();
            }
        }, Refuse);
        if (invocation.Ended)
        {
            Refuse();
        }

        return _done.Task;
    }

    // The cell has ended, and no command takes the item any more.
    private void Refuse() => _done.TrySetException(new InvalidOperationException(Strings.CellHasEnded));

    // The cell, or a command downstream, may block the pipeline thread until this very item is taken: then the producer is told that it is.
    private async Task ReleaseIfBlockedAsync()
    {
        using CancellationTokenSource over = new();
        while (await Task.WhenAny(_done.Task, Task.Delay(Durations.AwaitedWriteHold, over.Token)).ConfigureAwait(false) != _done.Task)
        {
            if (invocation.Boundary.IsBlocked || invocation.Boundary.IsBlockedOutside)
            {
                _ = _done.TrySetResult();
            }
        }

        await over.CancelAsync().ConfigureAwait(false);
    }
}
