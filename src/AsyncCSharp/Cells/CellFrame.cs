using AsyncCSharp.Loop;
using AsyncCSharp.Output;
using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>
/// What one execution of a cell stands in on the pipeline thread: the session's loop, a run of its own, and an execution
/// and synchronization context that end with it. One for all executions of a cell in a pipeline.
/// </summary>
internal sealed class CellFrame(CellInvocation invocation, CellCall call)
{
    private readonly CSharpSession _session = invocation.Session;
    private Action<long>? _whileWaiting;
    private CellRun? _outerRun;
    private ThreadContext _outerContext;
    private SessionLoop? _loop;
    private SessionLifetime? _lifetime;
    private FlowEntrance _entrance;
    private bool _keepsLoop;
    private CodePlace _outerPlace;
    private nuint _outerStack;
    private StopScope? _outerCleaning;

    /// <summary>The run of the latest execution.</summary>
    public CellRun? Run { get; private set; }

    /// <summary>Takes the loop, and makes the run for an object.</summary>
    public void Enter(object? input)
    {
        invocation.Lending.Reset();
        bool anyLost = false;
        if (!TryTakeKept())
        {
            SessionLoop loop = _session.Loop;
            anyLost = loop.Acquire(invocation.Pump, _whileWaiting ??= WhileWaiting);
            _loop = invocation.Loop = loop;
        }

        _lifetime = _session.Lifetime;
        if (anyLost)
        {
            invocation.Output.WriteWarning(Strings.CellAbandoned, nameof(Strings.CellAbandoned));
        }

        // The runner of the latest cell decides whether the loop goes on between cells.
        _loop!.BackgroundAllowed = call.Runner.RunsBetweenCells;
        _outerRun = (CellRun?)_session.CurrentRun;
        _session.CurrentRun = Run = new CellRun(invocation, input);
    }

    /// <summary>Ends <see cref="Enter"/>.</summary>
    /// <param name="keepsLoop">
    /// Whether the loop may stay this thread's, lent as in PowerShell's code, until the next object or <see cref="GiveBack"/>: taking it anew for
    /// each object is a fifteenth of the time of a short cell. Where anything waits in it, it is given back all the same.
    /// </param>
    public void Leave(bool keepsLoop)
    {
        Run!.End();
        _session.CurrentRun = _outerRun;
        _keepsLoop = keepsLoop && call.Runner.RunsBetweenCells && !invocation.IsStopping && _loop!.TryKeepLent();
        if (!_keepsLoop)
        {
            _loop!.Release();
        }
    }

    /// <summary>No further object is at hand: gives the loop back, where the latest execution has kept it.</summary>
    public void GiveBack()
    {
        if (_keepsLoop)
        {
            _keepsLoop = false;
            _loop!.Release();
        }
    }

    /// <summary>From here on the thread executes the cell's code.</summary>
    public void EnterContext()
    {
        _outerContext = ThreadContext.Capture();
        Run!.Flow = FlowOfCaller() ?? _lifetime!.Flow;
        _entrance.Enter(_session, _outerContext.Execution, Run.Flow, Run);
        SynchronizationContext.SetSynchronizationContext(call.Runner.UsesLoop ? _loop : null);
        invocation.Waits.AreServedWhenBlocked = call.Runner.UsesLoop;
        _outerStack = StackWindow.BeginRun();
        _outerCleaning = invocation.Boundary.Thread.Cleaning;
        invocation.Boundary.Thread.Cleaning = null;
        _outerPlace = invocation.Boundary.Set(inside: true);
    }

    /// <summary>Ends <see cref="EnterContext"/>.</summary>
    public void LeaveContext()
    {
        invocation.Boundary.Restore(_outerPlace);
        invocation.Boundary.Thread.Cleaning = _outerCleaning;
        StackWindow.EndRun(_outerStack);
        if (Run!.EndFlow is { } end && Run.EntryFlow is { } entry)
        {
            Keep(SessionFlow.Of(entry, end, Run.Flow));
        }

        _outerContext.Restore();
        ConsoleRouter.WriteRest(Run);

        // Text that a library has printed is written before the cell's value or its error.
        _ = invocation.Pump.RunWork();
    }

    // The context of the session's cell that has called this one through PowerShell; null where none has, or what that makes is not kept.
    private SessionFlow? FlowOfCaller()
    {
        if (_outerRun is not { EntryFlow: { } entry, Invocation.CalledFrom: { } caller })
        {
            return null;
        }

        if (caller == entry)
        {
            return _outerRun.Flow;
        }

        SessionFlow? flow = SessionFlow.Of(entry, caller, _outerRun.Flow);
        _outerContext.Restore();
        return flow;
    }

    // A cell of the session that has called this one goes on with the context that this one has made.
    private void Keep(SessionFlow? flow)
    {
        if (flow is not null && _outerRun is { EntryFlow: not null, Invocation: { CalledFrom: { } caller } outer })
        {
            outer.CalledFrom = flow.Into(caller);
        }
        else
        {
            _lifetime!.Flow = flow;
        }
    }

    private bool TryTakeKept()
    {
        if (_keepsLoop && _loop == _session.Loop && _loop.TryTakeBack())
        {
            _keepsLoop = false;
            return true;
        }

        GiveBack();
        return false;
    }

    private void WhileWaiting(long milliseconds)
    {
        if (invocation.IsStopping)
        {
            throw new CellStoppedException(invocation.Token);
        }

        invocation.Lending.Look(milliseconds);
    }
}
