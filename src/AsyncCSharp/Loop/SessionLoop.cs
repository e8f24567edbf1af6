using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>
/// A session's event loop: runs what is posted to it one at a time. While a cell runs, on the cell's pipeline thread, or, where that is
/// in PowerShell's code for longer than a moment, on the thread pool; between cells on the pool, or (as <see cref="BackgroundAllowed"/>
/// says) not at all. See docs/design/loop.md.
/// </summary>
internal sealed class SessionLoop : LoopContext
{
    private readonly object _lock = new();
    private readonly Queue<LoopCallback> _queue = new();
    private readonly Action<Exception> _onFailure;
    private readonly LoopOwnership _ownership;
    private bool _closed;
    private volatile bool _closing;

    /// <summary>Makes a loop.</summary>
    /// <param name="onFailure">Gets what a callback throws: nobody awaits it.</param>
    public SessionLoop(Action<Exception> onFailure)
    {
        _onFailure = onFailure;
        _ownership = new LoopOwnership(_lock, this);
    }

    /// <summary>Whether the loop goes on, on the thread pool, when no cell runs.</summary>
    public bool BackgroundAllowed
    {
        get => _ownership.BackgroundAllowed;
        set => _ownership.BackgroundAllowed = value;
    }

    /// <summary>How many callbacks wait.</summary>
    public int Count => _queue.Count;

    /// <summary>How many callbacks have been taken out of the queue to be run. Under the lock.</summary>
    public long Taken { get; private set; }

    /// <summary>Whether a cell or a wait on the pump's thread has the loop. On that thread.</summary>
    public bool IsTakenBy(ThreadPump pump) => _ownership.Owner == pump;

    /// <summary>Whether it takes nothing more as soon as nobody has it. Any thread.</summary>
    public bool IsClosing => _closing;

    /// <summary>Whether the thread that has the loop is in PowerShell's code. Any thread.</summary>
    public bool IsLent => _ownership.IsLent;

    /// <summary>
    /// Takes the loop for the calling thread, after the continuation that runs elsewhere has ended. A continuation of a stopped cell that
    /// does not end loses the loop, and goes on beside it.
    /// </summary>
    /// <param name="pump">The calling thread's pump.</param>
    /// <param name="whileWaiting">Called every little while that it takes, with the milliseconds so far; may throw.</param>
    /// <returns>Whether a continuation of a stopped cell goes on.</returns>
    public bool Acquire(ThreadPump pump, Action<long> whileWaiting) => _ownership.Acquire(pump, whileWaiting);

    /// <summary>Ends <see cref="Acquire"/>. What is queued goes on in the background, where that is allowed.</summary>
    public void Release()
    {
        _ownership.Release();
        DropIfClosing();
    }

    /// <summary>
    /// The calling thread, which has the loop, goes into PowerShell's code: should that take more than a moment, the pool goes on with the
    /// loop. False where the thread does not have it, or has lent it already; else <see cref="TryTakeBack"/> or <see cref="Release"/> follows.
    /// </summary>
    public bool Lend() => _ownership.Lend();

    /// <summary>
    /// Has the loop be lent, where it is not yet, and stay so when its cell has ended. False where something waits in it, or it belongs to the cell
    /// around that one as well: then <see cref="Release"/> follows.
    /// </summary>
    public bool TryKeepLent() => _ownership.TryKeepLent();

    /// <summary>Ends <see cref="Lend"/>. False where the pool has the loop: then <see cref="TakeBack"/> waits for it.</summary>
    public bool TryTakeBack() => _ownership.TryTakeBack();

    /// <summary>Ends <see cref="Lend"/> as <see cref="Acquire"/> takes the loop. Where the wait is given up, the loop stays lent.</summary>
    /// <param name="pump">The calling thread's pump.</param>
    /// <param name="whileWaiting">Called every little while that it takes, with the milliseconds so far; may throw.</param>
    /// <returns>Whether a continuation of a stopped cell goes on.</returns>
    public bool TakeBack(ThreadPump pump, Action<long> whileWaiting) => _ownership.TakeBack(pump, whileWaiting);

    /// <inheritdoc/>
    public override bool RunOne()
    {
        if (!_ownership.TryBegin(out bool lends))
        {
            return false;
        }

        try
        {
            return Run(null);
        }
        finally
        {
            _ = lends && _ownership.Lend();
        }
    }

    /// <summary>Runs one continuation on the pool, if the loop is still the pool's. False where it is not, or nothing is queued.</summary>
    public bool RunOne(LoopTurn turn) => Run(turn);

    /// <inheritdoc/>
    public override void RunWork()
    {
        // A thread of the pool that runs the loop in the owner's place leaves the pump alone: its work is for the owner's thread.
        if (_ownership.Owner is { IsCurrentThread: true } pump)
        {
            pump.RunWorkInWait();
        }
    }

    /// <summary>Interrupts code of a stopped cell that holds the loop in the background.</summary>
    public void InterruptBackground(StopScope stop) => _ownership.InterruptBackground(stop);

    /// <summary>
    /// Closes the loop of a session that is gone: background work may clean up for a moment, then the loop drops what is
    /// queued and takes nothing more. A cell that still has the loop keeps it until the cell has ended.
    /// </summary>
    public void Close()
    {
        BackgroundAllowed = true;
        _ = Task.Delay(Durations.SessionCleanup).ContinueWith(
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
        // Each object of a pipeline gives the loop back. Who closes the loop does so under the lock, and then looks for the owner itself.
        if (!_closing)
        {
            return;
        }

        LoopCallback[] dropped;
        lock (_lock)
        {
            if (!_closing || _ownership.Owner is not null)
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
            owner = _ownership.Owner;
            _ownership.OnPosted();
        }
        finally
        {
            Monitor.Exit(_lock);
        }

        owner?.Signal();
        return true;
    }

    /// <inheritdoc/>
    public override bool OwnsCurrentThread => _ownership.IsHere;

    private bool Run(LoopTurn? turn)
    {
        LoopCallback item;
        Uninterrupted.Enter(_lock);
        try
        {
            if ((turn is not null && !_ownership.MayGoOn(turn)) || !_queue.TryDequeue(out item))
            {
                return false;
            }

            Taken++;
        }
        finally
        {
            Monitor.Exit(_lock);
        }

        item.Run(this, _onFailure);
        return true;
    }
}
