using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>
/// What a pipeline thread does while it waits for a cell: the work that other threads have for it (output, calls into
/// PowerShell) and the continuations of the loops it owns. One per thread; nested cells share it, so that an inner wait
/// serves the outer cells too. See docs/design/loop.md.
/// </summary>
internal sealed class ThreadPump
{
    // This is not in CodeThread, which is a layer below: it says what the thread serves while it waits, and nothing of stops.
    [ThreadStatic]
    private static ThreadPump? t_pump;

    private readonly object _lock = new();
    private readonly PumpQueue _work;
    private readonly List<SessionLoop> _loops = [];
    private readonly Thread _thread = Thread.CurrentThread;
    private bool _signaled;

    // Read and written by the pump's own thread only.
    private bool _isWaiting;
    private volatile SynchronizationContext? _foreign;
    private volatile CodeBoundary? _inside;

    private ThreadPump() => _work = new PumpQueue(_lock);

    /// <summary>The pump of the calling thread.</summary>
    public static ThreadPump Current => t_pump ??= new ThreadPump();

    /// <summary>The pump of the calling thread, where it has one.</summary>
    public static ThreadPump? CurrentOrNull => t_pump;

    /// <summary>Whether the calling thread is in a wait of the pump's own, which no loop is to look into.</summary>
    public static bool IsWaiting => t_pump is { _isWaiting: true };

    /// <summary>Whether the calling thread is the pump's.</summary>
    public bool IsCurrentThread => Thread.CurrentThread == _thread;

    /// <summary>The boundary of the invocation whose code the thread is in; null where PowerShell has the thread. Set by the boundary.</summary>
    public CodeBoundary? Inside
    {
        get => _inside;
        set => _inside = value;
    }

    /// <summary>The work and the console texts that wait for the thread.</summary>
    public PumpQueue Work => _work;

    /// <summary>Whether a printer looks after the console text that waits.</summary>
    public volatile bool IsWatched;

    /// <summary>
    /// The context of a loop that is not ours and has the thread (a runner with a loop of its own): told of everything
    /// that comes in, so that the pump is served from there.
    /// </summary>
    public SynchronizationContext? Foreign
    {
        get => _foreign;
        set
        {
            _foreign = value;
            TellForeign();
        }
    }

    /// <summary>Hands work to the thread. Never blocks. Any thread.</summary>
    public void Post(Action work)
    {
        Enqueue(work);
        Tell();
    }

    /// <summary>The first half of <see cref="Post(Action)"/>, for who has a lock: nothing of others is called.</summary>
    public void Enqueue(Action work)
    {
        Uninterrupted.Enter(_lock);
        try
        {
            _work.Add(new PumpWork(work, null));
            _signaled = true;
            Monitor.Pulse(_lock);
        }
        finally
        {
            Monitor.Exit(_lock);
        }
    }

    /// <summary>Hands a console text to the thread. Never blocks. Any thread.</summary>
    public void Post(PumpNote note)
    {
        // The pump's own thread needs no signal: it serves the pump when its console write is over.
        bool isOther = !IsCurrentThread;
        Uninterrupted.Enter(_lock);
        try
        {
            _work.Add(new PumpWork(null, note));
            if (isOther)
            {
                _signaled = true;
                Monitor.Pulse(_lock);
            }
        }
        finally
        {
            Monitor.Exit(_lock);
        }

        if (isOther)
        {
            TellForeign();
        }
    }

    /// <summary>The second half of <see cref="Post(Action)"/>: wakes a loop that is not ours and has the thread.</summary>
    public void Tell() => TellForeign();

    /// <summary>Wakes the thread, if it waits. Any thread.</summary>
    public void Signal()
    {
        Uninterrupted.Enter(_lock);
        try
        {
            _signaled = true;
            Monitor.Pulse(_lock);
        }
        finally
        {
            Monitor.Exit(_lock);
        }

        TellForeign();
    }

    /// <summary>Serves a loop's continuations too, until <see cref="Detach"/>.</summary>
    public void Attach(SessionLoop loop) => _loops.Add(loop);

    /// <summary>Ends <see cref="Attach"/>.</summary>
    public void Detach(SessionLoop loop) => _loops.Remove(loop);

    /// <summary>Runs the work that has come in, in its order. False where there was none.</summary>
    public bool RunWork()
    {
        bool any = false;
        while (_work.TryTake(out PumpWork work))
        {
            any = true;

            // The work is not part of the code that the thread was executing: how it ends does not begin that code's clean-up.
            CodeThread thread = CodeThread.Current;
            (StopScope?, StopScope?) before = thread.EnterApart();
            work.Run();
            thread.LeaveApart(before);
        }

        return any;
    }

    /// <summary>As <see cref="RunWork"/>, from within a wait of the cell's: not where that is in the midst of a console write.</summary>
    public void RunWorkInWait()
    {
        if (!ConsoleLock.IsHeld)
        {
            _ = RunWork();
        }
    }

    /// <summary>Runs the work that has come in, or one continuation. False where there was neither.</summary>
    public bool RunNext()
    {
        if (RunWork())
        {
            return true;
        }

        // The innermost cell's loop first: it is the one that is waited for.
        for (int i = _loops.Count - 1; i >= 0; i--)
        {
            if (_loops[i].RunOne())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Waits for a signal. False when the time is up first.</summary>
    /// <param name="milliseconds">How long at most; <see cref="Timeout.Infinite"/> for ever.</param>
    public bool WaitForSignal(int milliseconds)
    {
        bool before = BeginWait();
        try
        {
            lock (_lock)
            {
                if (!_signaled && !Monitor.Wait(_lock, milliseconds))
                {
                    return false;
                }

                _signaled = false;
                return true;
            }
        }
        finally
        {
            EndWait(before);
        }
    }

    /// <summary>Begins a wait of the module's own on the pump's thread, which is the calling one; gives what <see cref="EndWait"/> wants.</summary>
    public bool BeginWait()
    {
        bool before = _isWaiting;
        _isWaiting = true;
        return before;
    }

    /// <summary>Ends <see cref="BeginWait"/>.</summary>
    public void EndWait(bool before) => _isWaiting = before;

    private void TellForeign()
    {
        if (_foreign is not { } context)
        {
            return;
        }

        try
        {
            context.Post(static pump => ((ThreadPump)pump!).Serve(), this);
        }
        catch (Exception)
        {
            // The foreign loop takes nothing more, since it is about to give the thread back; it may say so by any exception. None may
            // come out of here: on some threads it would end the process.
        }
    }

    // The foreign context may run this on another thread, which must not run the pump's work.
    private void Serve()
    {
        while (IsCurrentThread && RunNext())
        {
        }
    }
}
