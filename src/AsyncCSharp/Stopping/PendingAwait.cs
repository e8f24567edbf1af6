using System.Diagnostics.CodeAnalysis;

namespace AsyncCSharp;

/// <summary>
/// An await of a cell that has suspended: goes on when what it awaits has ended, or when the cell is to stop, whichever
/// is first. In the second case the check behind the await throws.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The timer is disposed when the await goes on, which it always does.")]
internal sealed class PendingAwait(Action continuation, CellInvocation invocation, Task? awaited)
{
    [ThreadStatic]
    private static bool t_early;

    private readonly SynchronizationContext? _context = SynchronizationContext.Current;
    private CancellationTokenRegistration _registration;
    private Timer? _timer;
    private int _done;

    /// <summary>Whether the continuation that runs on this thread was called before its await had ended. Asking takes it back.</summary>
    public static bool TakeEarly()
    {
        bool early = t_early;
        t_early = false;
        return early;
    }

    /// <summary>What is awaited has ended. Called in the right context.</summary>
    public void Complete()
    {
        if (Interlocked.Exchange(ref _done, 1) == 0)
        {
            _ = _registration.Unregister();
            _timer?.Dispose();
            continuation();
        }
    }

    /// <summary>Begins to watch for the stop.</summary>
    public void Watch()
    {
        if (invocation.IsStopping)
        {
            // An await in a finally block: it has what is left of the time for cleaning up.
            _timer = new Timer(static state => ((PendingAwait)state!).Stop(), this, invocation.CleanupLeft, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _registration = invocation.Token.UnsafeRegister(static state => ((PendingAwait)state!).Stop(), this);
        }

        if (Volatile.Read(ref _done) != 0)
        {
            _ = _registration.Unregister();
            _timer?.Dispose();
        }
    }

    private void Stop()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
        {
            return;
        }

        _timer?.Dispose();
        if (awaited is { Status: TaskStatus.Running })
        {
            invocation.Leftovers.Add(awaited);
        }

        if (_context is null)
        {
            _ = ThreadPool.UnsafeQueueUserWorkItem(static pending => pending.GoOnEarly(), this, preferLocal: false);
        }
        else
        {
            _context.Post(static state => ((PendingAwait)state!).GoOnEarly(), this);
        }
    }

    private void GoOnEarly()
    {
        t_early = true;
        try
        {
            continuation();
        }
        finally
        {
            t_early = false;
        }
    }
}
