using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace AsyncCSharp;

/// <summary>
/// A session's event loop: runs what is posted to it one at a time. While a cell runs, on the cell's pipeline thread;
/// between cells on the thread pool, or (as <see cref="BackgroundAllowed"/> says) not at all.
/// </summary>
/// <remarks>
/// A loop never deadlocks on itself: when its thread has been blocked in a managed wait for
/// <see cref="PatienceMilliseconds"/>, the loop goes on inside the wait.
/// </remarks>
internal sealed class SessionLoop : SynchronizationContext
{
    /// <summary>How long a blocking wait stays undisturbed; what locks and short waits need is far below it.</summary>
    private const int PatienceMilliseconds = 100;

    /// <summary>How often a wait looks for work; short against what a person notices, long against its cost.</summary>
    private const int SliceMilliseconds = 10;

    /// <summary>How long stopped background work may clean up; what a stopped cell has, and a little more.</summary>
    private const int CleanupMilliseconds = 700;

    private readonly object _lock = new();
    private readonly Queue<LoopCallback> _queue = new();
    private readonly Action<Exception> _onFailure;
    private ThreadPump? _owner;
    private int _depth;
    private Thread? _poolThread;
    private bool _poolScheduled;
    private int _acquiring;
    private bool _closed;
    private bool _backgroundAllowed = true;

    /// <summary>Makes a loop.</summary>
    /// <param name="onFailure">Gets what a callback throws: nobody awaits it.</param>
    public SessionLoop(Action<Exception> onFailure)
    {
        _onFailure = onFailure;
        SetWaitNotificationRequired();
    }

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

    public override void Post(SendOrPostCallback d, object? state)
    {
        // That is how an async void method hands in what it threw.
        ExceptionDispatchInfo? failure = state as ExceptionDispatchInfo;
        if (failure is not null && CellRun.IsInterrupt(failure.SourceException))
        {
            return;
        }

        ThreadPump? owner;
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            // It is its nursery's, where it has one.
            if (failure is not null && Nursery.Innermost is { } nursery)
            {
                nursery.Fail(failure.SourceException);
                return;
            }

            _queue.Enqueue(new LoopCallback(d, state));
            owner = _owner;
            SchedulePool();
        }

        owner?.Signal();
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (OwnsCurrentThread)
        {
            d(state);
            return;
        }

        Task done = new(() => d(state));
        Post(static task => ((Task)task!).RunSynchronously(), done);
        done.GetAwaiter().GetResult();
    }

    public override SynchronizationContext CreateCopy() => this;

    // Called where an async void method begins and ends, in its own flow.
    public override void OperationStarted() => Nursery.Innermost?.Enter();

    public override void OperationCompleted() => Nursery.Innermost?.Leave();

    /// <summary>Takes the loop for the calling thread, after the continuation that runs elsewhere has ended.</summary>
    /// <param name="pump">The calling thread's pump.</param>
    /// <param name="whileWaiting">Called every little while that it takes, with the milliseconds so far; may throw.</param>
    public void Acquire(ThreadPump pump, Action<long> whileWaiting)
    {
        if (!TryAcquire(pump))
        {
            WaitToAcquire(pump, whileWaiting);
        }
    }

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
    }

    /// <summary>Runs one posted callback on the calling thread, which owns the loop. False where there is none.</summary>
    public bool RunOne()
    {
        LoopCallback item;
        lock (_lock)
        {
            if (!_queue.TryDequeue(out item))
            {
                return false;
            }
        }

        item.Run(this, _onFailure);
        return true;
    }

    /// <summary>
    /// The session is gone: what its background work has to clean up goes on for a moment, then the loop drops what is
    /// queued and takes nothing more.
    /// </summary>
    public void Close()
    {
        BackgroundAllowed = true;
        _ = Task.Delay(CleanupMilliseconds).ContinueWith(
            static (_, loop) => ((SessionLoop)loop!).Drop(),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void Drop()
    {
        lock (_lock)
        {
            _closed = true;
            _queue.Clear();
        }
    }

    public override int Wait(IntPtr[] waitHandles, bool waitAll, int millisecondsTimeout)
    {
        if (ThreadPump.IsWaiting || !OwnsCurrentThread)
        {
            return WaitHelper(waitHandles, waitAll, millisecondsTimeout);
        }

        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            long elapsed = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            long left = millisecondsTimeout < 0 ? SliceMilliseconds : millisecondsTimeout - elapsed;
            int result = WaitHelper(waitHandles, waitAll, (int)Math.Clamp(left, 0, SliceMilliseconds));
            if (result != WaitHandle.WaitTimeout || left <= 0)
            {
                return result;
            }

            ServeWait(elapsed >= PatienceMilliseconds);
        }
    }

    private bool OwnsCurrentThread => _owner is { } owner ? owner.IsCurrentThread : _poolThread == Thread.CurrentThread;

    private bool TryAcquire(ThreadPump pump)
    {
        lock (_lock)
        {
            if (_poolThread is not null && _poolThread != Thread.CurrentThread)
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

    private void WaitToAcquire(ThreadPump pump, Action<long> whileWaiting)
    {
        long start = Stopwatch.GetTimestamp();
        _ = Interlocked.Increment(ref _acquiring);
        try
        {
            while (!TryAcquire(pump))
            {
                lock (_lock)
                {
                    _ = _poolThread is not null && Monitor.Wait(_lock, SliceMilliseconds);
                }

                whileWaiting((long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
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

    private void ServeWait(bool withLoop)
    {
        _owner?.RunWorkInWait();
        if (!withLoop)
        {
            return;
        }

        bool ran = false;
        while (RunOne())
        {
            ran = true;
        }

        if (ran)
        {
            CellRun.Current?.Invocation.WarnOfBlockedLoop();
        }
    }

    // Under the lock.
    private void SchedulePool()
    {
        if (_owner is null && _acquiring == 0 && _backgroundAllowed && !_poolScheduled && _poolThread is null && _queue.Count > 0)
        {
            _poolScheduled = true;
            _ = ThreadPool.UnsafeQueueUserWorkItem(static loop => loop.DrainOnPool(), this, preferLocal: false);
        }
    }

    private void DrainOnPool()
    {
        lock (_lock)
        {
            _poolScheduled = false;
            if (_owner is not null || _poolThread is not null || !_backgroundAllowed)
            {
                return;
            }

            _poolThread = Thread.CurrentThread;
        }

        // A cell that wants the loop gets it between two callbacks.
        while (Volatile.Read(ref _acquiring) == 0 && RunOne())
        {
        }

        lock (_lock)
        {
            _poolThread = null;
            SchedulePool();
            Monitor.PulseAll(_lock);
        }
    }
}
