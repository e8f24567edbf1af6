namespace AsyncCSharp.Stopping;

/// <summary>
/// An await of a cell that has suspended: goes on when what it awaits has ended, or when it is cut because the cell is to stop,
/// whichever is first. In the second case the check behind the await throws.
/// </summary>
internal sealed class PendingAwait
{
    private readonly SynchronizationContext? _context = SynchronizationContext.Current;

    // Both are set until the method has gone on. Where the await was cut, the awaited task keeps this object for as long as it lives, and
    // must not keep the cell with it.
    private volatile LiveFrames? _frames;
    private volatile Action? _continuation;

    private int _done;
    private volatile bool _isAwaiting;

    /// <summary>Begins one.</summary>
    /// <param name="continuation">The rest of the async method.</param>
    /// <param name="frames">The async methods of its invocation.</param>
    /// <param name="awaited">The task that is awaited, or null where it is something else.</param>
    public PendingAwait(Action continuation, LiveFrames frames, Task? awaited)
    {
        _continuation = continuation;
        _frames = frames;
        Awaited = awaited;
        IsCleanup = Stop.IsStopping && CodeThread.Current.IsPartOfCleaning(Stop);
        frames.Add(this);
    }

    /// <summary>The stop of its invocation.</summary>
    public StopScope Stop => _frames!.Stop;

    /// <summary>The task that is awaited, or null where it is something else.</summary>
    public Task? Awaited { get; }

    /// <summary>What the runtime made of the async method: its task, or another object that its caller awaits.</summary>
    public object? Frame => _continuation?.Target;

    /// <summary>Whether the method is cleaning up after a stop.</summary>
    public bool IsCleanup { get; }

    /// <summary>Whether the await was cut.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether the await was for no code of the cell when the <see cref="AwaitCutter"/> last looked, which alone uses this.</summary>
    public bool WasInnermost { get; set; }

    /// <summary>Whether it waits still, so that it could be cut.</summary>
    public bool IsWaiting => _isAwaiting && Volatile.Read(ref _done) == 0;

    /// <summary>The thread on which the method executes since it was resumed; null where it was not.</summary>
    public CodeThread? Thread { get; private set; }

    /// <summary>Its place among the <see cref="LiveFrames"/>.</summary>
    public PendingAwait? Next { get; set; }

    /// <summary>Its place among the <see cref="LiveFrames"/>.</summary>
    public PendingAwait? Previous { get; set; }

    /// <summary>What is awaited has ended. Called in the right context.</summary>
    public void Complete()
    {
        if (Interlocked.Exchange(ref _done, 1) == 0)
        {
            GoOn();
        }
    }

    /// <summary>The awaiter has been told what to call: from here on the await can be cut.</summary>
    public void Watch()
    {
        _isAwaiting = true;
        if (_frames is not { Stop.IsStopping: true } frames)
        {
            return;
        }

        if (frames.Stop.IsUnwindingOver)
        {
            _ = Cut();
        }
        else
        {
            frames.Watch();
        }
    }

    /// <summary>Has the method go on although what it awaits has not ended. False where it goes on already.</summary>
    public bool Cut()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
        {
            return false;
        }

        IsCut = true;
        try
        {
            if (_context is not null)
            {
                _context.Post(static state => ((PendingAwait)state!).GoOn(), this);
                return true;
            }
        }
        catch (Exception)
        {
            // A loop of a library that takes nothing more may say so by any exception. The pool runs the method instead.
        }

        _ = ThreadPool.UnsafeQueueUserWorkItem(static pending => pending.GoOn(), this, preferLocal: false);
        return true;
    }

    private void GoOn()
    {
        CodeThread thread = CodeThread.Current;
        Thread = thread;
        try
        {
            thread.RunFrame(this, _continuation!);
        }
        finally
        {
            _frames!.Remove(this);
            _frames = null;
            _continuation = null;
        }
    }
}
