using System.Collections.Concurrent;
using System.Diagnostics;
using AsyncCSharp.Cells;
using AsyncCSharp.Contract;
using AsyncCSharp.Loop;
using AsyncCSharp.Runners;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.FanOut;

/// <summary>
/// Runs a cell for several objects at a time. All writing is done on the pipeline thread, from <see cref="Add"/> and
/// <see cref="Complete"/>; an object counts against the limit until what it gave is written, which bounds the memory.
/// </summary>
internal sealed class CellFanOut : IDisposable
{
    private readonly CellInvocation _invocation;
    private readonly CellCall _call;
    private readonly int _limit;
    private readonly bool _keepOrder;
    private readonly SessionLoop _loop;
    private readonly FanOutBody _body;
    private readonly FanOutProgress _progress;
    private readonly Func<bool> _hasPlace;
    private readonly ConcurrentQueue<FanOutItem> _ended = new();
    private readonly Queue<FanOutItem> _order = new();
    private readonly List<(ICompiledCell Cell, FanOutItem Item)> _batch = [];
    private int _underWay;
    private int _running;
    private FlowEntrance _entrance;
    private SessionLoop? _lent;
    private bool _disposed;

    /// <summary>Begins one; takes the session's loop until <see cref="Dispose"/>.</summary>
    public CellFanOut(CellInvocation invocation, CellCall call, int limit, bool keepOrder)
    {
        _invocation = invocation;
        _call = call;
        _limit = limit;
        _keepOrder = keepOrder;
        _body = new FanOutBody(invocation, call, OnEnded);
        _progress = new FanOutProgress(invocation);
        _hasPlace = () => WriteEnded() < _limit;
        _loop = invocation.Loop = invocation.Session.Loop;
        _ = _loop.Acquire(invocation.Pump, _ => ThrowIfStopping());
    }

    /// <summary>Starts the cell for an object, after waiting for a place. Writes what has ended.</summary>
    public void Add(ICompiledCell cell, object? input)
    {
        FanOutItem item = new(new CellRun(_invocation, input) { Held = _keepOrder ? new HeldOutput() : null });
        bool before = Enter();
        try
        {
            _ = _invocation.Waits.Until(_hasPlace, Timeout.Infinite);
            ThrowIfStopping();
            _underWay++;
            _progress.Total++;
            if (_keepOrder)
            {
                _order.Enqueue(item);
            }

            Start(cell, item);
            Serve();
            _ = WriteEnded();
        }
        finally
        {
            Leave(before);
        }
    }

    /// <summary>There are no more objects: waits for what is under way.</summary>
    public void Complete()
    {
        bool before = Enter();
        try
        {
            RunBatch();
            while (!_invocation.Waits.Until(() => WriteEnded() == 0, Durations.FanOutProgressInterval))
            {
                _progress.Report();
            }

            _progress.Complete();
        }
        finally
        {
            Leave(before);
        }

        Dispose();
    }

    /// <summary>Cancels what is under way, waits for it as long as a stopped cell is waited for, and gives the loop back.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _invocation.Lending.End(_lent);

        // Not where all is written: the last may be about to say that it has ended.
        if (_underWay > 0 && Volatile.Read(ref _running) > 0)
        {
            _invocation.RequestStop(StopCause.Downstream);
        }

        try
        {
            while (Volatile.Read(ref _running) > 0 && !_invocation.IsAbandoned)
            {
                _invocation.Waits.ServeOrWait(Durations.FanOutServing * 10);
            }

            if (!_call.Runner.RunsBetweenCells)
            {
                _invocation.Waits.ForCleanup();
            }
        }
        finally
        {
            _loop.Release();
        }

        _invocation.Waits.ForCleanup();
    }

    private bool Enter()
    {
        _invocation.Lending.End(_lent);
        _lent = null;
        return _invocation.Boundary.Set(inside: true);
    }

    // What follows is PowerShell's code: the commands upstream make the next object.
    private void Leave(bool before)
    {
        _ = _invocation.Boundary.Set(before);
        _lent = _invocation.Lending.Begin();
    }

    // What a stop ends makes place, but not for the next.
    private void ThrowIfStopping()
    {
        if (_invocation.IsStopping)
        {
            throw new CellStoppedException(_invocation.Token);
        }
    }

    private void Start(ICompiledCell cell, FanOutItem item)
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
            // Any other runner is a function that returns when its cell has ended: it gets a handful as one.
            _batch.Add((cell, item));
            if (_batch.Count >= _limit)
            {
                RunBatch();
            }
        }
    }

    private void RunBatch()
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

    // Gives what is to be put back.
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

    // The clock is read only where there is something to run.
    private void Serve()
    {
        if (!_invocation.Pump.RunNext())
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        do
        {
            _invocation.Streams.ThrowIfFailed();
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < Durations.FanOutServing && _invocation.Pump.RunNext());
    }

    private void OnEnded(FanOutItem item)
    {
        if (!_keepOrder)
        {
            _ended.Enqueue(item);
        }

        _ = Interlocked.Decrement(ref _running);
        _invocation.Pump.Signal();
    }

    // Gives how many are under way still.
    private int WriteEnded()
    {
        while (!_keepOrder && _ended.TryDequeue(out FanOutItem? item))
        {
            Write(item);
        }

        while (_order.TryPeek(out FanOutItem? item))
        {
            bool ended = item.HasEnded;
            item.Run.Held!.Release(_invocation);
            if (!ended)
            {
                break;
            }

            _ = _order.Dequeue();
            Write(item);
        }

        return _underWay;
    }

    private void Write(FanOutItem item)
    {
        _underWay--;
        _progress.Done++;
        if (!_invocation.IsStopping)
        {
            item.WriteTo(_invocation.Streams, _call.NoEnumerate);
        }
    }
}
