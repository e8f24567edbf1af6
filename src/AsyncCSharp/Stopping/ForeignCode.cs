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

    /// <summary>Throws where it is to stop. Finally blocks have a while. On the thread that executes it.</summary>
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

    /// <summary>Stops it. Any thread.</summary>
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

    /// <summary>Says that what is executed from here on cleans up.</summary>
    public void BeginCleanup()
    {
        if (_thrownAt == 0)
        {
            _thrownAt = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Does something that may execute such code.</summary>
    public void Inside(Action action) => With(this, action);

    /// <summary>Within that, does something that does not: what it executes is the business of others.</summary>
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
