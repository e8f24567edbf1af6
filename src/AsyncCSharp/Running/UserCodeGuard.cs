namespace AsyncCSharp;

/// <summary>
/// Knows whether a pipeline thread is inside of a cell's own code, the only place where it may be interrupted.
/// <see cref="Thread.Interrupt"/> stays pending until the thread's next wait, so a late one is taken back before
/// control returns to PowerShell's engine.
/// </summary>
internal sealed class UserCodeGuard
{
    private readonly object _lock = new();
    private readonly Thread _thread = Thread.CurrentThread;
    private readonly ThreadPump _pump = ThreadPump.Current;
    private bool _inside;
    private bool _interrupted;

    /// <summary>Goes into (or out of) the cell's code, and gives what it was before. On the pipeline thread.</summary>
    public bool Set(bool inside)
    {
        bool before;
        bool swallow;

        // What interrupts has this very lock.
        Uninterrupted.Enter(_lock);
        try
        {
            before = _inside;
            _inside = inside;
            _pump.Inside = inside ? this : null;
            swallow = _interrupted && !inside;
            _interrupted &= inside;
        }
        finally
        {
            Monitor.Exit(_lock);
        }

        if (swallow)
        {
            SwallowInterrupt();
        }

        if (!inside)
        {
            _pump.Work.WaitForStandIn();
        }

        return before;
    }

    /// <summary>Whether the thread waits for something inside of the cell's code. Any thread.</summary>
    public bool IsBlocked => Volatile.Read(ref _inside) && (_thread.ThreadState & ThreadState.WaitSleepJoin) != 0;

    /// <summary>Whether the thread is inside of the cell's code. Any thread.</summary>
    public bool IsInside => Volatile.Read(ref _inside);

    /// <summary>Does something while the thread is held inside of the cell's code, where it does not use PowerShell. Any thread.</summary>
    public void WhileInside(Action action)
    {
        lock (_lock)
        {
            if (_inside)
            {
                action();
            }
        }
    }

    /// <summary>Interrupts the thread's wait where it is in the cell's code. Any thread.</summary>
    public void Interrupt()
    {
        lock (_lock)
        {
            if (_inside)
            {
                _interrupted = true;
                _thread.Interrupt();
            }
        }
    }

    private static void SwallowInterrupt()
    {
        object nothing = new();
        try
        {
            lock (nothing)
            {
                _ = Monitor.Wait(nothing, 1);
            }
        }
        catch (ThreadInterruptedException)
        {
            // That is the one.
        }
    }
}
