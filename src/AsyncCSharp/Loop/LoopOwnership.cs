using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>
/// Who runs a loop: the thread that has taken it for its cells, the pool in that thread's place while it is in PowerShell's code, or the
/// pool between cells. One a loop, which owns it.
/// </summary>
internal sealed class LoopOwnership
{
    private readonly object _lock;
    private readonly SessionLoop _loop;
    private readonly LoopLoan _loan = new();
    private readonly LoopWatch _watch;

    // For each nested cell that has the loop: whether the cell around it had lent the loop.
    private readonly Stack<bool> _wasLent = new();
    private ThreadPump? _owner;
    private int _depth;
    private LoopTurn? _poolTurn;
    private bool _poolScheduled;
    private int _acquiring;
    private bool _backgroundAllowed = true;

    /// <summary>Makes one for a loop that nobody has; the lock is the loop's.</summary>
    public LoopOwnership(object lockObject, SessionLoop loop)
    {
        _lock = lockObject;
        _loop = loop;
        _watch = new LoopWatch(GiveToPoolIfStuck);
    }

    /// <summary>The pump of the thread that has taken the loop, or null.</summary>
    public ThreadPump? Owner => _owner;

    /// <summary>Whether that thread is in PowerShell's code. Any thread.</summary>
    public bool IsLent => !_loan.IsAtHand;

    /// <summary>Whether the calling thread runs the loop.</summary>
    public bool IsHere => _owner is { } owner && _loan.IsAtHand ? owner.IsCurrentThread : _poolTurn is { IsCurrentThread: true };

    /// <inheritdoc cref="SessionLoop.BackgroundAllowed"/>
    public bool BackgroundAllowed
    {
        get => _backgroundAllowed;
        set
        {
            // It is set before each run of a cell, nearly always to the same value, which takes no lock then.
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

    // Whether the pool runs the loop, if there is anything to run.
    private bool IsPools => _owner is null ? _backgroundAllowed : _loan.IsWithPool;

    /// <inheritdoc cref="SessionLoop.Acquire"/>
    public bool Acquire(ThreadPump pump, Action<long> whileWaiting) =>
        !TryAcquire(pump) && WaitForPool(new LoopWait(pump, whileWaiting) { IsNested = _depth > 0 }, TryAcquire);

    /// <inheritdoc cref="SessionLoop.Release"/>
    public void Release()
    {
        bool lends;
        lock (_lock)
        {
            lends = --_depth > 0 && _wasLent.Pop();
            if (_depth == 0)
            {
                _owner?.Detach(_loop);
                _owner = null;
                _loan.TakeBack();
                SchedulePool();
            }
        }

        if (lends)
        {
            _ = Lend();
        }
    }

    /// <inheritdoc cref="SessionLoop.Lend"/>
    public bool Lend()
    {
        if (_owner is null || !_loan.TryLend())
        {
            return false;
        }

        // A thread that posts looks in the opposite order, first at the queue and then at the loan: one of the two sees the other.
        if (_loop.Count > 0 && !_watch.IsOn)
        {
            lock (_lock)
            {
                _watch.Start(_loop.Taken);
            }
        }

        return true;
    }

    /// <inheritdoc cref="SessionLoop.TryKeepLent"/>
    public bool TryKeepLent()
    {
        if (_depth > 1 || _loop.IsClosing)
        {
            return false;
        }

        _ = _loan.TryLend();

        // As in Lend: what is posted from here on finds the loan, and starts the watch.
        return _loan.IsLent && _loop.Count == 0;
    }

    /// <inheritdoc cref="SessionLoop.TryTakeBack"/>
    public bool TryTakeBack() => _loan.TryTakeBack();

    /// <inheritdoc cref="SessionLoop.TakeBack"/>
    public bool TakeBack(ThreadPump pump, Action<long> whileWaiting) =>
        !TryTakeBack(pump) && WaitForPool(new LoopWait(pump, whileWaiting) { IsNested = true }, TryTakeBack);

    /// <summary>
    /// Makes the calling thread, which serves its pump, the one that may run a callback. False where the loop is another's.
    /// <paramref name="lends"/> says whether to <see cref="Lend"/> the loop again afterwards.
    /// </summary>
    public bool TryBegin(out bool lends)
    {
        lends = false;
        if (_loan.IsLent && _owner is { IsCurrentThread: true })
        {
            // The thread is in PowerShell's code, which waits in a way that serves the pump.
            lends = _loan.TryTakeBack();
        }

        return _loan.IsAtHand || IsHere;
    }

    /// <summary>Notes that a callback was posted. Under the lock.</summary>
    public void OnPosted()
    {
        Interlocked.MemoryBarrier();
        if (_loan.IsLent)
        {
            _watch.Start(_loop.Taken);
        }
        else
        {
            SchedulePool();
        }
    }

    /// <summary>Whether the pool goes on with its turn; a cell that wants the loop gets it between two callbacks. Under the lock.</summary>
    public bool MayGoOn(LoopTurn turn)
    {
        bool isDue = turn.IsDue;
        turn.IsDue = false;
        return _poolTurn == turn && IsPools && (_acquiring == 0 || isDue);
    }

    /// <inheritdoc cref="SessionLoop.InterruptBackground"/>
    public void InterruptBackground(StopScope stop) => Volatile.Read(ref _poolTurn)?.Interrupt(stop);

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
                pump.Attach(_loop);
            }
            else
            {
                _wasLent.Push(!_loan.IsAtHand);
                _loan.TakeBack();
            }

            return true;
        }
    }

    private bool TryTakeBack(ThreadPump pump)
    {
        Uninterrupted.Enter(_lock);
        bool isFree = _poolTurn is not { IsCurrentThread: false };
        if (isFree)
        {
            _loan.TakeBack();
        }

        Monitor.Exit(_lock);
        return isFree;
    }

    // Returns whether code of a stopped cell that has the pool's turn goes on beside the calling thread.
    private bool WaitForPool(LoopWait wait, Func<ThreadPump, bool> tryTake)
    {
        bool anyLost = false;
        lock (_lock)
        {
            _acquiring++;
        }

        try
        {
            while (!tryTake(wait.Pump))
            {
                lock (_lock)
                {
                    if (_poolTurn is { } turn && wait.IsOver(turn))
                    {
                        // The thread that has the turn finds that it has lost it when its callback returns.
                        _poolTurn = null;
                        anyLost |= turn.IsLost;
                        continue;
                    }

                    _ = _poolTurn is not null && Monitor.Wait(_lock, Durations.LoopTakingSlice);
                }

                wait.GoOn();
            }

            return anyLost;
        }
        finally
        {
            lock (_lock)
            {
                // Where the wait was given up, the pool goes on with the callbacks that it had left to this thread.
                _acquiring--;
                SchedulePool();
            }
        }
    }

    // Called while the lock is held.
    private void SchedulePool()
    {
        if (IsPools && _acquiring == 0 && !_poolScheduled && _poolTurn is null && _loop.Count > 0)
        {
            _poolScheduled = true;
            _ = ThreadPool.UnsafeQueueUserWorkItem(static ownership => ownership.BeginTurn(), this, preferLocal: false);
        }
    }

    // Called by the watch, on a thread of the pool.
    private void GiveToPoolIfStuck()
    {
        LoopTurn turn = new() { IsDue = true };
        lock (_lock)
        {
            bool isStuck = _watch.IsStuck(_loop.Taken, _loop.Count > 0 && _owner is not null && !_loan.IsWithPool);
            if (!isStuck || _poolTurn is not null || !_loan.TryGiveToPool())
            {
                return;
            }

            _poolTurn = turn;
        }

        Drain(turn);
    }

    private void BeginTurn()
    {
        LoopTurn turn = new();
        lock (_lock)
        {
            _poolScheduled = false;
            if (!IsPools || _poolTurn is not null)
            {
                return;
            }

            _poolTurn = turn;
        }

        Drain(turn);
    }

    private void Drain(LoopTurn turn)
    {
        while (_loop.RunOne(turn))
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
