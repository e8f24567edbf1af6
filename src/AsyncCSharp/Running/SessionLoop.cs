using System.Diagnostics;

namespace AsyncCSharp;

/// <summary>
/// A session's event loop: runs what is posted to it one at a time. While a cell runs, on the cell's pipeline thread;
/// between cells on the thread pool, or (as <see cref="BackgroundAllowed"/> says) not at all.
/// </summary>
internal sealed class SessionLoop : LoopContext
{
    private const int SliceMilliseconds = 10;

    /// <summary>How long stopped background work may clean up; what a stopped cell has, and a little more.</summary>
    private const int CleanupMilliseconds = 800;

    private readonly object _lock = new();
    private readonly Queue<LoopCallback> _queue = new();
    private readonly Action<Exception> _onFailure;
    private ThreadPump? _owner;
    private int _depth;
    private LoopTurn? _poolTurn;
    private bool _poolScheduled;
    private int _acquiring;
    private bool _closed;
    private bool _closing;
    private bool _backgroundAllowed = true;

    /// <summary>Makes a loop.</summary>
    /// <param name="onFailure">Gets what a callback throws: nobody awaits it.</param>
    public SessionLoop(Action<Exception> onFailure) => _onFailure = onFailure;

    /// <summary>Whether the loop goes on, on the thread pool, when no cell runs.</summary>
    public bool BackgroundAllowed
    {
        get => _backgroundAllowed;
        set
        {
            // Said before each run of a cell, and hardly ever something else than before.
            if (_backgroundAllowed == value)
            {
                return;
            }

            lock (_lock)
            {
                _backgroundAllowed = value;
                SchedulePool();
            }
        }
    }

    /// <summary>
    /// Takes the loop for the calling thread, after the continuation that runs elsewhere has ended. One of a stopped cell that does not
    /// end loses the loop: it goes on beside it.
    /// </summary>
    /// <param name="pump">The calling thread's pump.</param>
    /// <param name="whileWaiting">Called every little while that it takes, with the milliseconds so far; may throw.</param>
    /// <returns>Whether such a one goes on.</returns>
    public bool Acquire(ThreadPump pump, Action<long> whileWaiting) => !TryAcquire(pump) && WaitToAcquire(pump, whileWaiting);

    /// <summary>Ends <see cref="Acquire"/>. What is queued goes on in the background, where that is allowed.</summary>
    public void Release()
    {
        lock (_lock)
        {
            if (--_depth == 0)
            {
                _owner?.Detach(this);
                _owner = null;
                SchedulePool();
            }
        }

        DropIfClosing();
    }

    /// <inheritdoc/>
    public override bool RunOne() => RunOne(null);

    /// <inheritdoc/>
    public override void RunWork() => _owner?.RunWorkInWait();

    /// <summary>Interrupts code of a stopped cell that holds the loop in the background.</summary>
    public void InterruptBackground(CellStop stop)
    {
        LoopTurn? turn;
        lock (_lock)
        {
            turn = _poolTurn;
        }

        turn?.Interrupt(stop);
    }

    /// <summary>
    /// The session is gone: what its background work has to clean up goes on for a moment, then the loop drops what is
    /// queued and takes nothing more. A cell that has it still keeps it until it has ended.
    /// </summary>
    public void Close()
    {
        BackgroundAllowed = true;
        _ = Task.Delay(CleanupMilliseconds).ContinueWith(
            static (_, loop) => ((SessionLoop)loop!).BeginDrop(),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void BeginDrop()
    {
        lock (_lock)
        {
            _closing = true;
        }

        DropIfClosing();
    }

    private void DropIfClosing()
    {
        LoopCallback[] dropped;
        lock (_lock)
        {
            if (!_closing || _owner is not null)
            {
                return;
            }

            _closed = true;
            dropped = [.. _queue];
            _queue.Clear();
        }

        foreach (LoopCallback callback in dropped)
        {
            (callback.State as LoopCall)?.Refuse();
        }
    }

    /// <inheritdoc/>
    protected override bool TryPost(LoopCallback callback)
    {
        ThreadPump? owner;
        Uninterrupted.Enter(_lock);
        try
        {
            if (_closed)
            {
                return false;
            }

            _queue.Enqueue(callback);
            owner = _owner;
            SchedulePool();
        }
        finally
        {
            Monitor.Exit(_lock);
        }

        owner?.Signal();
        return true;
    }

    // For the pool, as long as it is its turn.
    private bool RunOne(LoopTurn? turn)
    {
        LoopCallback item;
        Uninterrupted.Enter(_lock);
        try
        {
            if ((turn is not null && (_poolTurn != turn || _acquiring > 0)) || !_queue.TryDequeue(out item))
            {
                return false;
            }
        }
        finally
        {
            Monitor.Exit(_lock);
        }

        item.Run(this, _onFailure);
        return true;
    }

    /// <inheritdoc/>
    public override bool OwnsCurrentThread => _owner is { } owner ? owner.IsCurrentThread : _poolTurn is { IsCurrentThread: true };

    private bool TryAcquire(ThreadPump pump)
    {
        lock (_lock)
        {
            if (_poolTurn is { IsCurrentThread: false })
            {
                return false;
            }

            _owner = pump;
            if (_depth++ == 0)
            {
                pump.Attach(this);
            }

            return true;
        }
    }

    private bool WaitToAcquire(ThreadPump pump, Action<long> whileWaiting)
    {
        long start = Stopwatch.GetTimestamp();
        bool anyLost = false;
        lock (_lock)
        {
            _acquiring++;
        }

        try
        {
            while (!TryAcquire(pump))
            {
                lock (_lock)
                {
                    if (_poolTurn is { IsLost: true })
                    {
                        // The thread finds that it has lost its turn when it comes back.
                        _poolTurn = null;
                        anyLost = true;
                        continue;
                    }

                    _ = _poolTurn is not null && Monitor.Wait(_lock, SliceMilliseconds);
                }

                whileWaiting((long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return anyLost;
        }
        finally
        {
            lock (_lock)
            {
                // Where the wait was given up, the pool goes on with what it left for us.
                _acquiring--;
                SchedulePool();
            }
        }
    }

    // Called while the loop's lock is held.
    private void SchedulePool()
    {
        if (_owner is null && _acquiring == 0 && _backgroundAllowed && !_poolScheduled && _poolTurn is null && _queue.Count > 0)
        {
            _poolScheduled = true;
            _ = ThreadPool.UnsafeQueueUserWorkItem(static loop => loop.DrainOnPool(), this, preferLocal: false);
        }
    }

    private void DrainOnPool()
    {
        LoopTurn turn = new();
        lock (_lock)
        {
            _poolScheduled = false;
            if (_owner is not null || _poolTurn is not null || !_backgroundAllowed)
            {
                return;
            }

            _poolTurn = turn;
        }

        // A cell that wants the loop gets it between two callbacks.
        while (RunOne(turn))
        {
        }

        lock (_lock)
        {
            if (_poolTurn == turn)
            {
                _poolTurn = null;
                SchedulePool();
                Monitor.PulseAll(_lock);
            }
        }
    }
}
