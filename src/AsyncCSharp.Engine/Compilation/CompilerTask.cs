namespace AsyncCSharp.Engine;

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

    /// <summary>Waits for the end; false where the caller left before.</summary>
    public bool Wait(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static task => ((CompilerTask)task!).Wake(), this);
        lock (_lock)
        {
            while (!_ended && !cancellationToken.IsCancellationRequested)
            {
                _ = Monitor.Wait(_lock);
            }

            long end = Environment.TickCount64 + GraceMilliseconds;
            while (!_ended && end - Environment.TickCount64 is > 0 and var left)
            {
                _ = Monitor.Wait(_lock, (int)left);
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
