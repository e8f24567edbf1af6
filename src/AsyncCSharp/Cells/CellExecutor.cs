using System.Management.Automation.Internal;
using System.Runtime.ExceptionServices;
using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;
using AsyncCSharp.Loop;
using AsyncCSharp.Reporting;
using AsyncCSharp.Runners;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>Runs a compiled cell once, on the pipeline thread: body, trailing awaitable, value into the pipeline, disposal.</summary>
internal sealed class CellExecutor(CellInvocation invocation, ICompiledCell cell, CellCall call)
{
    private readonly CSharpSession _session = invocation.Session;
    private readonly CellFrame _frame = new(invocation, call);
    private readonly CellAwaits _awaits = new(invocation, call);
    private Action? _body;
    private Func<Task<object?>>? _start;
    private object? _whole = AutomationNull.Value;

    /// <summary>Whether a runner drives the cell even where it is sync.</summary>
    public bool AlwaysDrives { get; init; }

    /// <summary>What measures the time in which code of the cell runs, or null.</summary>
    public CellActivity? Activity { get; init; }

    /// <summary>Runs the cell for one input object, of several that come one after the other: <see cref="EndObjects"/> follows. Throws what the cell threw.</summary>
    public void Run(object? input) => Execute(input, _body ??= EvaluateAndWrite, isOneOfSeveral: true);

    /// <summary>No further object is at hand.</summary>
    public void EndObjects() => _frame.GiveBack();

    /// <summary>Runs the cell a number of times, without writing its value, in the way that <paramref name="around"/> calls for.</summary>
    public void Repeat(int times, Action<Action> around) => Execute(null, () => around(() =>
    {
        for (int i = 0; i < times; i++)
        {
            if (invocation.IsStopping)
            {
                throw new CellStoppedException(invocation.Token);
            }

            _ = Evaluate();
            Cleanup();
        }
    }), isOneOfSeveral: false);

    private void Execute(object? input, Action body, bool isOneOfSeveral)
    {
        bool hasSucceeded = false;
        _frame.Enter(input);
        invocation.Handed.ToCell();
        _whole = AutomationNull.Value;
        try
        {
            RunInContext(body);
            WriteWhole();
            hasSucceeded = true;
        }
        finally
        {
            // Code that the stopped cell leaves behind cleans up on the pool, unless the loop runs on this thread only.
            if (!call.Runner.RunsBetweenCells)
            {
                invocation.Waits.ForCleanup();
            }

            _frame.Leave(keepsLoop: isOneOfSeveral && hasSucceeded);
            invocation.Waits.ForCleanup();
            invocation.Handed.EndCell();
        }
    }

    private void RunInContext(Action body)
    {
        ExceptionDispatchInfo? failure = null;
        _frame.EnterContext();
        try
        {
            body();
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }

        try
        {
            Cleanup();
        }
        catch (Exception e) when (failure is null)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }
        catch (Exception e)
        {
            // The exception of the body is the cell's error; that of the disposal is reported, so that it is not lost.
            _session.Failures.Report(e);
        }
        finally
        {
            _frame.LeaveContext();
        }

        if (failure is not null)
        {
            _session.Failures.Acquit(failure.SourceException);
            failure.Throw();
        }
    }

    private void EvaluateAndWrite()
    {
        object? evaluated = Evaluate();

        // Lazy items are made while they are written, so that the writing needs the context that the cell's code has made.
        _frame.Run!.EnterEndFlow();
        object? value = PipelineValue.OfCell(evaluated, cell.ValueNames, call.Await, call.NoEnumerate);
        if (invocation.Shown is { } target && value is not null && value != AutomationNull.Value)
        {
            value = target.Present(value, _frame.Run!) ?? value;
        }

        // The writing of a plain value needs nothing of the cell's: it is done when the cell's context has been left,
        // which saves leaving it and coming back. With something to dispose the value goes first.
        if (ValueKinds.IsWrittenWhole(value) && !_frame.Run!.HasDisposables)
        {
            _whole = value;
        }
        else
        {
            invocation.Handed.EndCell();
            Write(value);
        }
    }

    private void WriteWhole()
    {
        if (_whole != AutomationNull.Value)
        {
            invocation.Streams.WriteWhole(_whole);
        }
    }

    private object? Evaluate()
    {
        object? value = EvaluateOnce();
        invocation.ReturnedNumber = cell.HasValue ? null : value as int?;
        return value;
    }

    private object? EvaluateOnce()
    {
        _awaits.Begin(cell);
        if (cell.IsAsync || AlwaysDrives || (call.Await && call.Runner.RunsSyncCells))
        {
            return Drive(_start ??= StartAsync);
        }

        object? value = Settle(Start().GetAwaiter().GetResult());
        return _awaits.Have(value) ? Await(value!) : value;
    }

    private object? Await(object awaitable) => Drive(() => Awaitable.AsTask(awaitable));

    private async Task<object?> StartAsync()
    {
        object? value = Settle(await Start());
        return _awaits.Have(value) ? await Awaitable.AsTask(value!) : value;
    }

    private Task<object?> Start()
    {
        _frame.Run!.EntryFlow = call.KeepState ? ExecutionContext.Capture() : null;
        return cell.Start(_session.Globals, call.KeepState);
    }

    private void Write(object? value)
    {
        if (_awaits.StreamTypeOf(value) is { } type)
        {
            _ = Drive(async () =>
            {
                await (invocation.Shown is { } target
                    ? target.Follow(value!, new DisplayedValue(target), _frame.Run)!
                    : AsyncStream.WriteAsync(invocation, value!, type));
                return null;
            });
            return;
        }

        // A lazy sequence is code of the cell's that runs as it is read, in the reader's context: what it puts there is there afterwards, as with foreach.
        ExecutionContext? before = ExecutionContext.Capture();
        try
        {
            ValueWriter.Write(invocation, value, call.NoEnumerate);
        }
        finally
        {
            if (ExecutionContext.Capture() != before)
            {
                _frame.Run!.LeaveFlow();
            }
        }
    }

    private void Cleanup()
    {
        if (_frame.Run!.HasDisposables)
        {
            _ = Drive(DisposeAsync);
        }
    }

    private async Task<object?> DisposeAsync()
    {
        await _frame.Run!.DisposeAllAsync();
        return null;
    }

    // The thread's synchronization context is put back after the runner, which may change it.
    private object? Drive(Func<Task<object?>> start)
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        CellDrive drive = new(invocation, Activity is null ? start : Measured(Activity, start));
        CellContext context = new(drive, call.Code);
        try
        {
            // PowerShell, which a custom runner may be written in, runs nothing in a pipeline that is stopped.
            ICellRunner runner = call.Runner.IsCustom && invocation.IsStopping ? BuiltInRunners.Default.Runner : call.Runner.Runner;
            object? value = runner.Run(context);
            return context.Task is { IsCompleted: true } || !call.Runner.IsCustom ? value : throw Unfinished();
        }
        catch (Exception e) when (call.Runner.IsCustom && IsRunnersOwn(e, context))
        {
            invocation.RequestStop(StopCause.Suspended);
            throw new RunnerFailedException(call.Runner.Name, e);
        }
        catch (CellSuspendedException)
        {
            invocation.RequestStop(StopCause.Suspended);
            throw;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
            drive.Dispose();
            invocation.Frames.Main = null;
        }
    }

    private static Func<Task<object?>> Measured(CellActivity activity, Func<Task<object?>> start) => () => activity.FollowAsync(start);

    // Whether the runner has thrown the exception, and not the cell or a stop.
    private bool IsRunnersOwn(Exception e, CellContext context) =>
        !PipelineEnd.Is(e, invocation) && !invocation.IsStopping && context.Task is not ({ IsFaulted: true } or { IsCanceled: true });

    private static InvalidOperationException Unfinished() => new(Strings.RunnerUnfinished);

    private object? Settle(object? value) => value is null && !cell.HasValue ? AutomationNull.Value : value;
}
