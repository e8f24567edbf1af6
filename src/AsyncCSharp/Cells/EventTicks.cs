using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>
/// Has a pipeline thread that a loop of another library has look for event actions from time to time. Owned by the run of the cell, on that
/// thread, until it is disposed.
/// </summary>
internal sealed class EventTicks : IDisposable
{
    private readonly CellInvocation _invocation;
    private readonly PSEventManager? _manager = Runspace.DefaultRunspace?.Events;
    private readonly Timer _timer;
    private int _isPosted;

    /// <summary>Begins.</summary>
    public EventTicks(CellInvocation invocation)
    {
        _invocation = invocation;
        _timer = ContextFreeTimer.Create(Tick);
        _ = _timer.Change(Durations.EventSlice, Durations.EventSlice);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    // Called by the timer, on a thread of the pool.
    private void Tick()
    {
        if (_manager is { Subscribers.Count: > 0 } && Interlocked.Exchange(ref _isPosted, 1) == 0)
        {
            _invocation.Pump.Post(() =>
            {
                Volatile.Write(ref _isPosted, 0);
                _ = !_invocation.Ended && _invocation.Waits.ServeEvents();
            });
        }
    }
}
