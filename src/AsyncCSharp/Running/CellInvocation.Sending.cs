using System.Runtime.ExceptionServices;

namespace AsyncCSharp;

/// <content>The way to the pipeline thread.</content>
internal sealed partial class CellInvocation
{
    private readonly ExecutionContext? _outerContext = ExecutionContext.Capture();
    private readonly SynchronizationContext? _outerSynchronization = SynchronizationContext.Current;

    // On the pipeline thread only: what came in while a command downstream had an object of ours. PowerShell's commands
    // take one object at a time, and downstream may well wait in a way that serves our own cell.
    private readonly Queue<Action<ICellOutput>> _deferred = new();
    private bool _writing;
    private ExceptionDispatchInfo? _pipelineFailure;

    /// <summary>The exception of PowerShell's that ended the pipeline, or null.</summary>
    public Exception? PipelineFailure => _pipelineFailure?.SourceException;

    /// <summary>Throws again what PowerShell threw into the pipeline thread, where the cell's code swallowed it.</summary>
    public void ThrowIfPipelineFailed() => _pipelineFailure?.Throw();

    /// <summary>
    /// Has something done on the pipeline thread, in order: at once where that is the calling thread, else when the
    /// pipeline thread comes by; never waits for it.
    /// </summary>
    /// <param name="action">What to do.</param>
    /// <param name="otherwise">What to do instead where the cell has ended before the pipeline thread came by.</param>
    public void Send(Action<ICellOutput> action, Action? otherwise = null)
    {
        if (IsHeld(action))
        {
            return;
        }

        if (!Pump.IsCurrentThread)
        {
            Pump.Post(() => Deliver(action, otherwise));
        }
        else if (_writing)
        {
            _deferred.Enqueue(action);
        }
        else
        {
            _ = Pump.RunWork();
            Write(action);
        }
    }

    /// <summary>As <see cref="Send"/>; the task ends when it is done.</summary>
    public Task SendAsync(Action<ICellOutput> action)
    {
        bool here = Pump.IsCurrentThread;
        if (here && !_writing && CellRun.Current is not { Held: { } })
        {
            Send(action);
            return Task.CompletedTask;
        }

        return new PipelineWrite(this, action).Run();
    }

    /// <summary>As <see cref="SendAsync"/>, and waits for the answer. What the action throws is the caller's.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="allowsStandIn">Whether another thread may do it while the cell blocks the pipeline thread.</param>
    public T Ask<T>(Func<ICellOutput, T> action, bool allowsStandIn = false)
    {
        if (!Pump.IsCurrentThread)
        {
            return new PipelineRequest<T>(this, action) { AllowsStandIn = allowsStandIn }.Run();
        }

        T result = default!;
        _ = Pump.RunWork();
        Outside(output => result = action(output));
        return result;
    }

    /// <summary>Pipeline thread: writes to the streams, and then what came in meanwhile.</summary>
    public void Write(Action<ICellOutput> action)
    {
        bool before = _writing;
        _writing = true;
        try
        {
            Outside(action);
            while (!before && _deferred.TryDequeue(out Action<ICellOutput>? next))
            {
                Outside(next);
            }
        }
        catch (System.Management.Automation.RuntimeException e)
        {
            // Whatever a command downstream throws is the end of the pipeline, also where the cell swallows it.
            FailPipeline(e);
            throw;
        }
        finally
        {
            _writing = before;
        }
    }

    /// <summary>Runs PowerShell's code on the pipeline thread, out of the cell's execution and synchronization context.</summary>
    public void Outside(Action<ICellOutput> action)
    {
        bool before = Guard.Set(inside: false);
        SynchronizationContext? synchronization = SynchronizationContext.Current;
        ExecutionContext? inner = _outerContext is null ? null : ExecutionContext.Capture();
        try
        {
            if (inner is not null)
            {
                ExecutionContext.Restore(_outerContext!);
            }

            SynchronizationContext.SetSynchronizationContext(_outerSynchronization);
            action(Output);
        }
        catch (Exception e) when (PipelineExceptions.EndsPipeline(e))
        {
            FailPipeline(e);
            throw;
        }
        finally
        {
            if (inner is not null)
            {
                ExecutionContext.Restore(inner);
            }

            SynchronizationContext.SetSynchronizationContext(synchronization);
            _ = Guard.Set(before);
        }
    }

    // Under -KeepOrder, what a cell writes waits for its turn.
    private bool IsHeld(Action<ICellOutput> action) => CellRun.Current is { Held: { } held } run && run.Invocation == this && held.TryHold(action);

    /// <summary>Keeps what PowerShell threw into the pipeline thread, and stops the cell.</summary>
    public void FailPipeline(Exception e)
    {
        _pipelineFailure ??= ExceptionDispatchInfo.Capture(e);
        CellRun.BeginUnwinding(this);
        RequestStop(StopCause.Downstream);
    }

    private void Deliver(Action<ICellOutput> action, Action? otherwise)
    {
        if (_ended)
        {
            otherwise?.Invoke();
            return;
        }

        if (_pipelineFailure is not null)
        {
            return;
        }

        if (_writing)
        {
            _deferred.Enqueue(action);
            return;
        }

        try
        {
            Write(action);
        }
        catch (Exception e)
        {
            FailPipeline(e);
        }
    }
}
