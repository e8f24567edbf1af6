using System.Diagnostics;

namespace AsyncCSharp.Stopping;

/// <summary>
/// Code of cells that a pipeline thread executes for another command than the cell's: a stream that <c>Receive-Task</c> reads. It
/// belongs to no run that could be stopped, so its checks ask here. The thread's <see cref="CodeThread"/> knows which one executes.
/// </summary>
internal sealed class ForeignCode : IDisposable
{
    private readonly object _lock = new();
    private volatile bool _stopped;
    private bool _ended;
    private long _thrownAt;

    /// <summary>Throws where the code is to stop, and not yet within its time for cleaning up. On the thread that executes it.</summary>
    /// <exception cref="OperationCanceledException">It is.</exception>
    public void ThrowIfStopped()
    {
        if (!_stopped || (_thrownAt != 0 && Stopwatch.GetElapsedTime(_thrownAt) < Durations.ForeignCleanup))
        {
            return;
        }

        BeginCleanup();
        throw new CellStoppedException();
    }

    /// <summary>Stops the code. Any thread.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (!_stopped && !_ended)
            {
                _stopped = true;
                StopFlag.Raise();
            }
        }
    }

    /// <summary>Begins the time in which the code may clean up.</summary>
    public void BeginCleanup()
    {
        if (_thrownAt == 0)
        {
            _thrownAt = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Calls an action that may execute such code.</summary>
    public void Inside(Action action) => With(this, action);

    /// <summary>Calls an action within that which executes none of it, but code of other commands.</summary>
    public static void Outside(Action action) => With(null, action);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_stopped && !_ended)
            {
                StopFlag.Lower();
            }

            _ended = true;
        }
    }

    private static void With(ForeignCode? code, Action action)
    {
        CodeThread thread = CodeThread.Current;
        ForeignCode? before = thread.Foreign;
        thread.Foreign = code;
        try
        {
            action();
        }
        finally
        {
            thread.Foreign = before;
        }
    }
}
