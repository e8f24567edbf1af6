using System.Collections.Concurrent;
using System.Diagnostics;
using AsyncCSharp.Cells;
using AsyncCSharp.Contract;
using AsyncCSharp.Loop;
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
    private readonly FanOutStarter _starter;
    private readonly FanOutProgress _progress;
    private readonly Func<bool> _hasPlace;
    private readonly ConcurrentQueue<FanOutItem> _ended = new();
    private readonly Queue<FanOutItem> _order = new();
    private int _underWay;
    private SessionLoop? _lent;
    private bool _disposed;

    /// <summary>Begins one; takes the session's loop until <see cref="Dispose"/>.</summary>
    public CellFanOut(CellInvocation invocation, CellCall call, int limit, bool keepOrder)
    {
        _invocation = invocation;
        _call = call;
        _limit = limit;
        _keepOrder = keepOrder;
        _progress = new FanOutProgress(invocation);
        _hasPlace = () => WriteEnded() < _limit;
        _loop = invocation.Loop = invocation.Session.Loop;
        _starter = new FanOutStarter(invocation, call, limit, _loop, OnEnded);
        _ = _loop.Acquire(invocation.Pump, _ => ThrowIfStopping());
    }

    /// <summary>Is told the number of each object, from 0, when all that its cell gave has been written; null for nobody.</summary>
    public Action<long>? Ended { get; init; }

    /// <summary>Starts the cell for an object, after waiting for a place. Writes what has ended.</summary>
    public void Add(ICompiledCell cell, object? input)
    {
        FanOutItem item = new(new CellRun(_invocation, input) { Held = _keepOrder ? new HeldOutput() : null }, _progress.Total);
        CodePlace before = Enter();
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

            _starter.Start(cell, item);
            Serve();
            _ = WriteEnded();
        }
        finally
        {
            Leave(before);
        }
    }

    /// <summary>Waits for something else, as a rule for the next object; starts what was to be started together, and writes what ends.</summary>
    public void Await(Func<bool> condition)
    {
        CodePlace before = Enter();
        try
        {
            _starter.RunBatch();
            _ = _invocation.Waits.Until(
                () =>
                {
                    _ = WriteEnded();
                    return condition();
                },
                Timeout.Infinite);
        }
        finally
        {
            Leave(before);
        }
    }

    /// <summary>There are no more objects: waits for what is under way.</summary>
    public void Complete()
    {
        CodePlace before = Enter();
        try
        {
            _starter.RunBatch();
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

        // Where all is written, the last cell has ended too, and is about to be counted out.
        if (_underWay > 0 && _starter.Running > 0)
        {
            _invocation.RequestStop(StopCause.Downstream);
        }

        try
        {
            while (_starter.Running > 0 && !_invocation.IsAbandoned)
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

    private CodePlace Enter()
    {
        _invocation.Lending.End(_lent);
        _lent = null;
        return _invocation.Boundary.Set(inside: true);
    }

    // PowerShell's code follows: the commands upstream make the next object.
    private void Leave(CodePlace before)
    {
        _invocation.Boundary.Restore(before);
        _lent = _invocation.Lending.Begin();
    }

    // A stop ends cells and so makes places, in which no further cell is started.
    private void ThrowIfStopping()
    {
        if (_invocation.IsStopping)
        {
            throw new CellStoppedException(_invocation.Token);
        }
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
    }

    // Returns how many cells are still under way.
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
            Ended?.Invoke(item.Number);
        }
    }
}
