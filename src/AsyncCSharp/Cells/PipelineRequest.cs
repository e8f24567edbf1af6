using AsyncCSharp.Loop;
using AsyncCSharp.Output;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>A call from another thread that waits for the pipeline thread's answer.</summary>
internal sealed class PipelineRequest<T>(CellInvocation invocation, Func<ICellOutput, T> action)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    /// <summary>Whether the calling thread may answer itself while the pipeline thread is held in the cell's code.</summary>
    public bool AllowsStandIn { get; init; }

    /// <summary>Asks, and gives the answer, or throws what the action threw.</summary>
    public T Run()
    {
        using CancellationTokenRegistration stopped = invocation.Token.Register(() => _answer.TrySetCanceled(invocation.Token));
        invocation.Pump.Post(() =>
        {
            if (!Take())
            {
                return;
            }

            if (invocation.IsStopping)
            {
                // The caller goes on without it, or does so in a moment: the token comes after the stop.
                _ = _answer.TrySetCanceled(invocation.Token);
                return;
            }

            Answer(() =>
            {
                T result = default!;
                invocation.Streams.Outside(output => result = action(output));
                return result;
            });
        });
        BlockedTime blocked = new(() => invocation.Boundary.IsBlocked);
        while (Task.WaitAny([_answer.Task], Durations.BlockedThreadSlice) < 0)
        {
            blocked.Look();
            if (AllowsStandIn && blocked.Milliseconds >= Durations.AnswerWithoutPipeline)
            {
                // First, as the thread is held with a lock: PowerShell's code runs where a runspace has to be made.
                invocation.Output.EnterRunspace();
                invocation.Boundary.WhileInside(() =>
                {
                    if (Take())
                    {
                        Answer(() => action(invocation.Output));
                    }
                });
            }
            else if (invocation.Ended && Take())
            {
                // The pipeline thread serves its pump no more.
                throw new InvalidOperationException(Strings.CellHasEnded);
            }
            else if (blocked.IsDeadlock && Take())
            {
                throw new InvalidOperationException(Strings.PipelineThreadBlocked);
            }
        }

        return _answer.Task.GetAwaiter().GetResult();
    }

    private bool Take() => Interlocked.Exchange(ref _taken, 1) == 0;

    private void Answer(Func<T> find)
    {
        try
        {
            _ = _answer.TrySetResult(find());
        }
        catch (Exception e)
        {
            _ = _answer.TrySetException(e);
        }
    }
}
