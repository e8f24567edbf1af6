using System.Runtime.ExceptionServices;
using AsyncCSharp.Failures;
using AsyncCSharp.Interop;
using AsyncCSharp.Loop;
using AsyncCSharp.Output;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>
/// An invocation's way to PowerShell: what any thread wants written or asked is done on the pipeline thread, one thing at a
/// time and in order, out of the cell's own context.
/// </summary>
internal sealed class CellStreams(CellInvocation invocation)
{
    private readonly CallerContext _caller = new(invocation);

    // On the pipeline thread only: what came in while a command downstream had an object of ours. PowerShell's commands
    // take one object at a time, and downstream may well wait in a way that serves our own cell.
    private readonly Queue<Action<ICellOutput>> _deferred = new();
    private bool _writing;
    private ExceptionDispatchInfo? _pipelineFailure;
    private ScriptStreams? _scripts;

    /// <summary>The exception of PowerShell's that ended the pipeline, or null.</summary>
    public Exception? Failure => _pipelineFailure?.SourceException;

    /// <summary>Whether that was since a command downstream wants no more objects.</summary>
    public bool IsEarlyEnd { get; private set; }

    /// <summary>Throws again what PowerShell threw into the pipeline thread, where the cell's code swallowed it.</summary>
    public void ThrowIfFailed() => _pipelineFailure?.Throw();

    /// <summary>
    /// Has something done on the pipeline thread, in order: at once where that is the calling thread, else when the
    /// pipeline thread comes by. Another thread is held back a little where PowerShell does not keep up with it.
    /// </summary>
    /// <param name="action">What to do.</param>
    /// <param name="otherwise">What to do instead where the cell has ended before the pipeline thread came by.</param>
    public void Send(Action<ICellOutput> action, Action? otherwise = null)
    {
        if (IsHeld(action))
        {
            return;
        }

        if (!invocation.Pump.IsCurrentThread)
        {
            Post(action, otherwise);
            if (invocation.IsBackedUp)
            {
                BackPressure.Hold(invocation, static invocation => invocation.IsBackedUp);
            }
        }
        else if (ConsoleLock.IsHeld)
        {
            Post(action, otherwise);
        }
        else if (_writing)
        {
            _deferred.Enqueue(action);
        }
        else
        {
            _ = invocation.Pump.RunWork();
            Write(action);
        }
    }

    /// <summary>As <see cref="Send"/>, and never holds the caller back.</summary>
    public void Enqueue(Action<ICellOutput> action, Action otherwise)
    {
        if (!IsHeld(action))
        {
            Post(action, otherwise);
        }
    }

    /// <summary>Takes note of console text. Calls nothing of PowerShell's and waits for nothing. Any thread.</summary>
    public void Note(ConsoleNote note)
    {
        if (CellRun.Current is { Held: { } } && IsHeld(note.Write))
        {
            return;
        }

        invocation.Pump.Post(note);
        invocation.Session.Owner.Printer.Watch(invocation.Pump);
        if (invocation.Ended)
        {
            HandOver();
        }
    }

    /// <summary>Pipeline thread, in the cell's code: writes what has been noted.</summary>
    public void Flush()
    {
        // A stopped cell goes on with its clean-up, also where the text that it prints cannot be written.
        bool wasStopping = invocation.IsStopping;
        _ = invocation.Pump.RunWork();
        if (!wasStopping)
        {
            ThrowIfFailed();
        }
    }

    /// <summary>The cell has ended: what it has noted goes to the user directly.</summary>
    public void HandOver()
    {
        foreach (PumpNote note in invocation.Pump.Work.RemoveNotes(invocation))
        {
            note.HandOver();
        }
    }

    /// <summary>Whether another thread may write information records: the pipeline thread is in the cell's code and has nothing of the cell's under way.</summary>
    public bool AllowsStandIn => !_writing && invocation is { Ended: false, IsStopping: false, Boundary.IsInside: true, Output.AllowsStandIn: true };

    /// <summary>As <see cref="Send"/>; the task ends when it is done.</summary>
    public Task SendAsync(Action<ICellOutput> action)
    {
        bool here = invocation.Pump.IsCurrentThread;
        if (here && !_writing && CellRun.Current is not { Held: { } })
        {
            Send(action);
            return Task.CompletedTask;
        }

        return new PipelineWrite(invocation, action).Run();
    }

    /// <summary>As <see cref="SendAsync"/>, and waits for the answer. What the action throws is the caller's.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="allowsStandIn">Whether another thread may do it while the cell blocks the pipeline thread.</param>
    public T Ask<T>(Func<ICellOutput, T> action, bool allowsStandIn = false)
    {
        if (!invocation.Pump.IsCurrentThread)
        {
            return new PipelineRequest<T>(invocation, action) { AllowsStandIn = allowsStandIn }.Run();
        }

        T result = default!;
        _ = invocation.Pump.RunWork();
        Outside(output => result = action(output));
        return result;
    }

    /// <summary>Pipeline thread: writes to the streams, and then what came in meanwhile.</summary>
    public void Write(Action<ICellOutput> action) => Write(static (output, action) => ((Action<ICellOutput>)action!)(output), action);

    /// <summary>As <see cref="Write(Action{ICellOutput})"/>, with what is written, so that no closure is made for each object.</summary>
    public void Write(Action<ICellOutput, object?> action, object? value)
    {
        bool before = _writing;
        _writing = true;
        SessionLoop? lent = invocation.Lending.Begin();
        try
        {
            _caller.Run(action, value, invocation.Boundary.Downstream);
            WriteDeferred(before);
        }
        catch (Exception e) when (PipelineExceptions.IsFailure(e))
        {
            Fail(e);
            throw;
        }
        finally
        {
            _writing = before;
            invocation.Lending.End(lent);
        }
    }

    /// <summary>Pipeline thread, where the cell's context has been left: writes an object that is not taken apart.</summary>
    public void WriteWhole(object? value)
    {
        _ = invocation.Pump.RunWork();
        bool before = _writing;
        _writing = true;

        invocation.Handed.EndCell();

        // The loop is not taken back afterwards: no code of the cell follows on its value.
        _ = invocation.Lending.Begin();
        OutsideCode? outer = invocation.Boundary.Thread.EnterOutside(invocation.Boundary.Downstream);
        try
        {
            invocation.Output.WriteObject(value, enumerate: false);
            WriteDeferred(before);
        }
        catch (Exception e) when (PipelineExceptions.IsFailure(e))
        {
            Fail(e);
            throw;
        }
        finally
        {
            invocation.Boundary.Thread.LeaveOutside(invocation.Boundary.Downstream, outer);
            _writing = before;
        }
    }

    /// <summary>
    /// Runs PowerShell's code on the pipeline thread, out of the cell's execution and synchronization context. The session's loop is the
    /// pool's meanwhile. What the code throws is the caller's, unless it is the end of the pipeline.
    /// </summary>
    public void Outside(Action<ICellOutput> action)
    {
        SessionLoop? lent = invocation.Lending.Begin();
        try
        {
            _caller.Run(action, invocation.Boundary.Called);
        }
        catch (Exception e)
        {
            if (PipelineEnd.Is(e, invocation))
            {
                Fail(e);
            }

            throw;
        }
        finally
        {
            invocation.Lending.End(lent);
        }
    }

    /// <summary>Where PowerShell code that the cell calls writes, in the output's runspace: where the cell's own records go.</summary>
    public ScriptStreams OfScripts => _scripts ??= invocation.Output.StreamsForScripts(write => Forward(_ => write()));

    /// <summary>Pipeline thread, in PowerShell's code that the cell has called: writes to a stream of the cell's own pipeline.</summary>
    public void Forward(Action<ICellOutput> action)
    {
        try
        {
            action(invocation.Output);
        }
        catch (Exception e) when (PipelineExceptions.IsFailure(e))
        {
            Fail(e);
            throw;
        }
    }

    // Writes that came in during another write are done by the outermost one.
    private void WriteDeferred(bool isNested)
    {
        while (!isNested && _deferred.TryDequeue(out Action<ICellOutput>? next))
        {
            _caller.Run(next, invocation.Boundary.Downstream);
        }
    }

    private void Post(Action<ICellOutput> action, Action? otherwise) => invocation.Pump.Post(() => Deliver(action, otherwise));

    // Under -KeepOrder the output of a cell is held until the cells of all earlier objects have ended.
    private bool IsHeld(Action<ICellOutput> action) => CellRun.Current is { Held: { } held } run && run.Invocation == invocation && held.TryHold(action);

    /// <summary>Keeps what PowerShell threw into the pipeline thread, and stops the cell.</summary>
    public void Fail(Exception e)
    {
        if (_pipelineFailure is null)
        {
            IsEarlyEnd = invocation.Output.IsEarlyEnd;
            _pipelineFailure = ExceptionDispatchInfo.Capture(e);
        }

        BackgroundFailures.Disregard(e);
        StopChecks.BeginCleaning(invocation.Stop);
        invocation.RequestStop(StopCause.Downstream);
    }

    /// <summary>Pipeline thread: does what another thread, or a console write, has left to it.</summary>
    public void Deliver(Action<ICellOutput> action, Action? otherwise = null)
    {
        if (invocation.Ended)
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
            Fail(e);
        }
    }
}
