using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace AsyncCSharp.Stopping;

/// <summary>
/// What a stop reaches: an invocation of cells, and what is nested in it. Its token, whether, why and since when it is to stop, and how much
/// time its clean-up has. Refers to nothing of the invocation. Any thread.
/// </summary>
/// <param name="parent">The scope that this one is nested in.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "The token stays usable after the end, and a source without a timer has nothing to release.")]
internal sealed class StopScope(StopScope? parent = null)
{
    private readonly object _lock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private long _stoppedAt;
    private volatile bool _isStopping;

    /// <summary>Whether the code is to stop, or that from which it was called.</summary>
    public bool IsStopping => _isStopping || parent is { IsStopping: true };

    /// <summary>Why.</summary>
    public StopCause Cause { get; private set; }

    /// <summary>Fires a moment after <see cref="IsStopping"/> has come true, by <see cref="Cancel"/>. Stays usable after the end.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Whether the scope is the other one, or nested in it.</summary>
    public bool IsWithin(StopScope other) => this == other || parent?.IsWithin(other) == true;

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

    /// <summary>Fires the token. Its callbacks are the user's code, whose exceptions come out.</summary>
    public void Cancel() => _cancellation.Cancel();
}
