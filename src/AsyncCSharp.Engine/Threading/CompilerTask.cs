namespace AsyncCSharp.Engine.Threading;

/// <summary>A piece of work for the compiler's thread.</summary>
internal abstract class CompilerTask
{
    /// <summary>How long after the token the work may still come to its end: as a rule it watches the token.</summary>
    private const int GraceMilliseconds = 200;

    private readonly object _lock = new();
    private bool _ended;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    /// <summary>Does it, in the context of whoever asked for it: messages come in the user's language.</summary>
    public void Do()
    {
        if (_context is null)
        {
            Execute();
        }
        else
        {
            ExecutionContext.Run(_context, static task => ((CompilerTask)task!).Execute(), this);
        }

        lock (_lock)
        {
            _ended = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits for the end, and after the token for as long again as it may take to see it; false where it has not come.</summary>
    public bool Wait(CancellationToken cancellationToken) => Wait(Timeout.Infinite, cancellationToken) || Wait(GraceMilliseconds, CancellationToken.None);

    /// <summary>Waits for the end; false where the time or the token came before.</summary>
    public bool Wait(int milliseconds, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static task => ((CompilerTask)task!).Wake(), this);
        long start = Environment.TickCount64;
        lock (_lock)
        {
            while (!_ended && !cancellationToken.IsCancellationRequested)
            {
                int left = milliseconds < 0 ? Timeout.Infinite : Math.Max(0, milliseconds - (int)(Environment.TickCount64 - start));
                if (left == 0)
                {
                    break;
                }

                _ = Monitor.Wait(_lock, left);
            }

            return _ended;
        }
    }

    /// <summary>Does it. Throws nothing.</summary>
    protected abstract void Execute();

    private void Wake()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }
}
