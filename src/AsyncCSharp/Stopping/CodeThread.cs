namespace AsyncCSharp.Stopping;

/// <summary>
/// What a thread executes of cells at the moment: whose code, and whether that cleans up after a stop. One a thread, which owns it;
/// who stops a cell reads it from other threads, and interrupts waits of that cell's code and of no other.
/// </summary>
/// <remarks>
/// It holds all that checks ask about their thread; what they ask about their run is in <see cref="StopScope"/>, and
/// <see cref="StopChecks"/> asks both. <see cref="Thread.Interrupt"/> stays pending until the thread's next wait, so a late one is taken back before anything else runs
/// on the thread: code of another cell, or PowerShell's engine.
/// </remarks>
internal sealed class CodeThread
{
    // The one thread-static that says whether a thread is to stop or may clean up.
    [ThreadStatic]
    private static CodeThread? t_current;

    // Owned by the thread, and also taken by others that interrupt it. Held for a few instructions, in which nobody's code runs.
    private readonly object _lock = new();
    private readonly WaitInterrupt _interrupt = new();
    private StopScope? _code;
    private volatile bool _isHeld;
    private volatile bool _isTelling;
    private StopScope? _cleaning;
    private OutsideCode? _outside;

    // The await from which the stopped method that executes has come back, until the check behind it has run.
    private PendingAwait? _resumed;
    private int _frames;
    private FinalizerClock? _finalizer;

    private CodeThread()
    {
    }

    /// <summary>The one of the calling thread.</summary>
    public static CodeThread Current => t_current ??= new CodeThread();

    /// <summary>The stop of the invocation whose code executes; null for code of nobody's.</summary>
    public StopScope? Code => Volatile.Read(ref _code);

    /// <summary>PowerShell's code that executes for an invocation; null for none, or where the invocation's own code executes again. Any thread.</summary>
    public OutsideCode? Outside => Code is null ? Volatile.Read(ref _outside) : null;

    /// <summary>Whether an async method that went on after an await executes, and not the body of a cell or a runner.</summary>
    public bool IsInFrame => Volatile.Read(ref _frames) > 0;

    /// <summary>Whether a handler is told of an exception that is being thrown: nothing may come out of that. Own thread.</summary>
    public bool IsTelling => _isTelling;

    /// <summary>Whether the thread waits for something. Any thread.</summary>
    public bool IsBlocked => _interrupt.IsBlocked;

    /// <summary>Code of cells that executes for another command than the cell's, or null. Own thread.</summary>
    public ForeignCode? Foreign { get; set; }

    /// <summary>The task that executes code of a cell, as others find it; null where there never was one. Own thread.</summary>
    public ExecutingTasks? Tasks { get; set; }

    /// <summary>How many checks found the stop flag raised for others, since the collector was asked last. Own thread.</summary>
    public int FalseAlarms { get; set; }

    /// <summary>The stop of the invocation whose clean-up executes, or null. To be put back by whoever calls code of others.</summary>
    public StopScope? Cleaning
    {
        get => Volatile.Read(ref _cleaning);
        set => Volatile.Write(ref _cleaning, value);
    }

    /// <summary>
    /// Whether what executes is the clean-up of the stopped invocation: <c>finally</c> blocks, Dispose methods, handlers. Any thread.
    /// </summary>
    public bool IsCleaning(StopScope stop) => Cleaning == stop;

    /// <summary>As <see cref="IsCleaning"/>, and whether it was started by the clean-up. Own thread.</summary>
    public bool IsPartOfCleaning(StopScope stop)
    {
        if (Cleaning != stop && CleanupFlow.Current == stop)
        {
            Cleaning = stop;
        }

        return IsCleaning(stop);
    }

    /// <summary>
    /// Begins something on the thread that is not part of the code which it executes. Gives what <see cref="LeaveApart"/> puts back. Own thread.
    /// </summary>
    public (StopScope? Cleaning, StopScope? Flow) EnterApart() => (_cleaning, StopFlag.IsRaised ? CleanupFlow.Current : null);

    /// <summary>Ends <see cref="EnterApart"/>, also where that has failed, or a stop has ended it.</summary>
    public void LeaveApart((StopScope? Cleaning, StopScope? Flow) before)
    {
        Cleaning = before.Cleaning;
        if (StopFlag.IsRaised && CleanupFlow.Current != before.Flow)
        {
            CleanupFlow.Current = before.Flow;
        }
    }

    /// <summary>Goes into code of another, or of nobody's. Gives whose it was before. Own thread.</summary>
    /// <remarks>
    /// Each object of a pipeline passes here several times, and nearly always there is nothing to wait for: a thread that is held was marked
    /// before its code was looked at, and an interrupt is sent to code only whose stop was said before. What is read here is read after the
    /// code is written, by a full fence: so either this sees the mark, or the other thread the new code.
    /// </remarks>
    public StopScope? Enter(StopScope? code)
    {
        StopScope? before = _code;
        if (before != code)
        {
            _ = Interlocked.Exchange(ref _code, code);
            if (_isHeld || before is { IsStopping: true } || _outside is { Stop.IsStopping: true })
            {
                TakeBackLate();
            }
        }

        return before;
    }

    /// <summary>Says that the invocation's stop unwinds what executes: from here on it cleans up. Own thread.</summary>
    public void BeginCleaning(StopScope stop)
    {
        bool takesBack;
        Uninterrupted.Enter(_lock);
        try
        {
            Cleaning = stop;
            CleanupFlow.Current = stop;
            takesBack = _code == stop && _interrupt.Claim();
        }
        finally
        {
            Monitor.Exit(_lock);
        }

        // The interrupt was meant for a wait before the clean-up.
        if (takesBack)
        {
            WaitInterrupt.Receive(this);
        }
    }

    /// <summary>Says that a finalizer of a cell begins. Own thread.</summary>
    public void BeginFinalizer() => (_finalizer ??= new FinalizerClock()).Begin();

    /// <summary>Throws where code that belongs to no run is to stop: that of another command, or a finalizer. Own thread.</summary>
    /// <exception cref="OperationCanceledException">It is.</exception>
    public void ThrowIfOtherCodeStops()
    {
        Foreign?.ThrowIfStopped();
        _finalizer?.ThrowIfOver();
    }

    /// <summary>Runs an async method on from an await.</summary>
    /// <remarks>Each await passes here. Whoever interrupts has stopped the invocation long before: only then is there anything to take back.</remarks>
    public void RunFrame(PendingAwait pending, Action continuation)
    {
        StopScope stop = pending.Stop;
        StopScope? outer = _code;
        PendingAwait? outerResumed = _resumed;
        StopScope? outerCleaning = _cleaning;
        if (outer != stop)
        {
            Switch(outer, stop);
        }

        bool isStopping = stop.IsStopping;
        _resumed = isStopping ? pending : null;
        Cleaning = null;
        _frames++;
        try
        {
            if (isStopping && pending.IsCleanup)
            {
                BeginCleaning(stop);
            }

            continuation();
        }
        finally
        {
            _frames--;
            _resumed = outerResumed;
            Cleaning = outerCleaning;
            if (outer != stop)
            {
                Switch(stop, outer);
            }
        }
    }

    /// <summary>
    /// Whether the stopped method that has come back from an await goes on: one that cleans up does, and one whose await has failed, for
    /// the exception is the method's own. Own thread, at the check behind the await.
    /// </summary>
    public bool MayResume(StopScope stop)
    {
        PendingAwait? resumed = _resumed;
        _resumed = null;
        if (resumed is { IsCut: false, Awaited.IsFaulted: true })
        {
            BeginCleaning(stop);
        }

        return resumed is not { IsCut: true } && IsPartOfCleaning(stop);
    }

    /// <summary>Interrupts the thread's wait where it is in the invocation's code, and that is not cleaning up in its time. The stop was requested before. Any thread.</summary>
    public void Interrupt(StopScope stop)
    {
        lock (_lock)
        {
            if (!_isTelling && _code == stop && (!IsCleaning(stop) || stop.IsCleanupOver))
            {
                _interrupt.Send();
            }
        }
    }

    /// <summary>A handler is about to be told of an exception that is being thrown. Gives what <see cref="EndTelling"/> puts back. Own thread.</summary>
    public bool BeginTelling()
    {
        bool before = _isTelling;
        if (!before)
        {
            // An interrupt looks at this under the lock, which is taken here next: one that is sent already is taken back.
            _isTelling = true;
            TakeBackLate();
        }

        return before;
    }

    /// <summary>Ends <see cref="BeginTelling"/>.</summary>
    public void EndTelling(bool before) => _isTelling = before;

    /// <summary>Goes into PowerShell's code for an invocation. Gives what it was in before. Own thread.</summary>
    public OutsideCode? EnterOutside(OutsideCode code)
    {
        OutsideCode? before = _outside;
        Volatile.Write(ref _outside, code);
        return before;
    }

    /// <summary>Ends <see cref="EnterOutside"/>. Own thread.</summary>
    /// <remarks>Whoever interrupts has stopped the invocation long before: only then is there anything to take back.</remarks>
    public void LeaveOutside(OutsideCode code, OutsideCode? before)
    {
        Volatile.Write(ref _outside, before);
        if (code.Stop.IsStopping)
        {
            TakeBackLate();
        }
    }

    /// <summary>Interrupts the thread's wait where it is in this code of PowerShell's, whose stop was requested before. Any thread.</summary>
    public void InterruptOutside(OutsideCode code)
    {
        lock (_lock)
        {
            if (!_isTelling && _code is null && _outside == code && IsBlocked)
            {
                _interrupt.Send();
            }
        }
    }

    /// <summary>Does something while the thread is held inside of the invocation's code, where it does not use PowerShell. Any thread.</summary>
    public void WhileInside(StopScope stop, Action action)
    {
        lock (_lock)
        {
            _isHeld = true;
            Interlocked.MemoryBarrier();
            try
            {
                if (Volatile.Read(ref _code) == stop)
                {
                    action();
                }
            }
            finally
            {
                _isHeld = false;
            }
        }
    }

    private void Switch(StopScope? from, StopScope? to)
    {
        Volatile.Write(ref _code, to);
        if (from is { IsStopping: true })
        {
            TakeBackLate();
        }
    }

    private void TakeBackLate()
    {
        bool takesBack;
        Uninterrupted.Enter(_lock);
        try
        {
            takesBack = _interrupt.Claim();
        }
        finally
        {
            Monitor.Exit(_lock);
        }

        if (takesBack)
        {
            WaitInterrupt.Receive(this);
        }
    }
}
