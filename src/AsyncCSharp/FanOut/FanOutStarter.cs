using AsyncCSharp.Cells;
using AsyncCSharp.Contract;
using AsyncCSharp.Loop;
using AsyncCSharp.Runners;

namespace AsyncCSharp.FanOut;

/// <summary>
/// Starts the cells of a fan-out, each in the way that the runner calls for: on the pool, on the session's loop, or several in one call of the
/// runner. Owned by the fan-out; used on the pipeline thread.
/// </summary>
internal sealed class FanOutStarter
{
    private readonly CellInvocation _invocation;
    private readonly CellCall _call;
    private readonly int _limit;
    private readonly SessionLoop _loop;
    private readonly FanOutBody _body;
    private readonly Action<FanOutItem> _ended;
    private readonly List<(ICompiledCell Cell, FanOutItem Item)> _batch = [];
    private int _running;
    private FlowEntrance _entrance;

    /// <summary>Makes one.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="call">How its cells are run.</param>
    /// <param name="limit">How many cells may be under way at a time.</param>
    /// <param name="loop">The session's loop, which the fan-out has taken.</param>
    /// <param name="ended">Is told of each cell that has ended, on any thread.</param>
    public FanOutStarter(CellInvocation invocation, CellCall call, int limit, SessionLoop loop, Action<FanOutItem> ended)
    {
        _invocation = invocation;
        _call = call;
        _limit = limit;
        _loop = loop;
        _ended = ended;
        _body = new FanOutBody(invocation, call, OnEnded);
    }

    /// <summary>How many cells have been started and have not ended. Any thread.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Starts the cell for an object, or has it wait for others that go with it to the runner.</summary>
    public void Start(ICompiledCell cell, FanOutItem item)
    {
        bool onRunner = cell.IsAsync || (_call.Await && (cell.GivesAwaitable || _call.Runner.RunsSyncCells));
        if (!onRunner || _call.Runner.Runner is ThreadPoolRunner)
        {
            BeginOnPool(cell, item);
        }
        else if (_call.Runner.Runner is EventLoopRunner)
        {
            ThreadContext outer = EnterContext(item.Run);
            _ = BeginAsync(cell, item);
            outer.Restore();
        }
        else
        {
            // Any other runner is a function that returns when its cell has ended: it gets several cells as one.
            _batch.Add((cell, item));
            if (_batch.Count >= _limit)
            {
                RunBatch();
            }
        }
    }

    /// <summary>Runs the cells that wait to go to the runner together, until they have ended.</summary>
    public void RunBatch()
    {
        if (_batch.Count == 0)
        {
            return;
        }

        (ICompiledCell Cell, FanOutItem Item)[] batch = [.. _batch];
        _batch.Clear();
        ThreadContext outer = EnterContext(null);
        try
        {
            using CellDrive drive = new(_invocation, () => BatchAsync(batch));
            _ = _call.Runner.Runner.Run(new CellContext(drive, _call.Code));
        }
        finally
        {
            outer.Restore();
        }
    }

    private async Task<object?> BatchAsync((ICompiledCell Cell, FanOutItem Item)[] batch)
    {
        List<Task> tasks = [];
        foreach ((ICompiledCell cell, FanOutItem item) in batch)
        {
            CellRun? outer = CellRun.Current;
            CellRun.Current = item.Run;
            tasks.Add(BeginAsync(cell, item));
            CellRun.Current = outer;
        }

        await Task.WhenAll(tasks);
        return null;
    }

    private Task BeginAsync(ICompiledCell cell, FanOutItem item)
    {
        _ = Interlocked.Increment(ref _running);
        return _body.RunAsync(cell, item);
    }

    private void BeginOnPool(ICompiledCell cell, FanOutItem item)
    {
        cell.Declare();
        _ = Interlocked.Increment(ref _running);
        _ = Task.Run(() =>
        {
            _invocation.Session.EnterFlow(item.Run);
            return _body.RunAsync(cell, item);
        });
    }

    // Returns the context that is to be put back.
    private ThreadContext EnterContext(CellRun? run)
    {
        ThreadContext outer = ThreadContext.Capture();
        if (run is null)
        {
            _invocation.Session.EnterFlow(null);
        }
        else
        {
            _entrance.Enter(_invocation.Session, outer.Execution, _invocation.Session.Lifetime.Flow, run);
        }

        SynchronizationContext.SetSynchronizationContext(_call.Runner.UsesLoop ? _loop : null);
        return outer;
    }

    private void OnEnded(FanOutItem item)
    {
        _ended(item);
        _ = Interlocked.Decrement(ref _running);
        _invocation.Pump.Signal();
    }
}
