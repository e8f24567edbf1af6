using System.Diagnostics;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>Knows for how long code of an asynchronous flow ran, on whatever thread; the rest of the time it was suspended.</summary>
internal sealed class CellActivity
{
    // The runtime calls this when a thread enters an execution context of the flow, and when it leaves one.
    private static readonly AsyncLocal<CellActivity?> s_current = new(static change =>
    {
        change.PreviousValue?.Leave();
        change.CurrentValue?.Enter();
    });

    private readonly object _lock = new();
    private TimeSpan _running;
    private int _threads;
    private long _since;

    /// <summary>For how long at least one thread was in the flow.</summary>
    public TimeSpan Running
    {
        get
        {
            lock (_lock)
            {
                return _running;
            }
        }
    }

    /// <summary>Begins the flow.</summary>
    public async Task<object?> FollowAsync(Func<Task<object?>> start)
    {
        s_current.Value = this;
        return await start();
    }

    /// <summary>What measures in the calling thread's execution context, or null.</summary>
    public static CellActivity? Flow
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    private void Enter()
    {
        // An exception in this callback, and so an interrupted wait for the lock, would end the process.
        Uninterrupted.Enter(_lock);
        try
        {
            if (_threads++ == 0)
            {
                _since = Stopwatch.GetTimestamp();
            }
        }
        finally
        {
            Monitor.Exit(_lock);
        }
    }

    private void Leave()
    {
        Uninterrupted.Enter(_lock);
        try
        {
            if (--_threads == 0)
            {
                _running += Stopwatch.GetElapsedTime(_since);
            }
        }
        finally
        {
            Monitor.Exit(_lock);
        }
    }
}
