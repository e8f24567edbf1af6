using System.Diagnostics;

namespace AsyncCSharp.Stopping;

/// <summary>
/// Whether and since when an invocation is to stop, and how much time its clean-up has. Refers to nothing of the invocation: threads
/// that have executed code of it keep this for long. Any thread.
/// </summary>
/// <param name="parent">The stop of the invocation that this one is nested in.</param>
internal sealed class CellStop(CellStop? parent = null)
{
    private readonly object _lock = new();
    private long _stoppedAt;
    private volatile bool _isStopping;

    /// <summary>Whether the code is to stop, or that from which it was called.</summary>
    public bool IsStopping => _isStopping || parent is { IsStopping: true };

    /// <summary>Why.</summary>
    public StopCause Cause { get; private set; }

    /// <summary>Whether the invocation is this one, or nested in it.</summary>
    public bool IsWithin(CellStop other) => this == other || parent?.IsWithin(other) == true;

    /// <summary>Whether the time for cleaning up is over.</summary>
    public bool IsCleanupOver => StoppedFor > Durations.CleanupEnd;

    /// <summary>Whether all that could be unwound has been.</summary>
    public bool IsUnwindingOver => StoppedFor > Durations.UnwindingEnd;

    /// <summary>Whether code that still executes is no longer waited for by who wants its loop.</summary>
    public bool IsLate => StoppedFor > Durations.LoopEnd;

    /// <summary>Whether the time to wait for the stopped cell is over.</summary>
    public bool IsAbandoned => StoppedFor > Durations.Abandonment;

    private TimeSpan StoppedFor => _isStopping
        ? Stopwatch.GetElapsedTime(_stoppedAt)
        : parent is { IsStopping: true } ? parent.StoppedFor : TimeSpan.Zero;

    /// <summary>Says that the code is to stop. False where that had been said: the first cause counts.</summary>
    public bool Request(StopCause cause)
    {
        lock (_lock)
        {
            if (_isStopping)
            {
                return false;
            }

            Cause = cause;
            _stoppedAt = Stopwatch.GetTimestamp();
            _isStopping = true;
            return true;
        }
    }
}
