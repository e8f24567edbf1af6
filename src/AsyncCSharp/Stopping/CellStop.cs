using System.Diagnostics;

namespace AsyncCSharp.Stopping;

/// <summary>
/// Whether and since when an invocation is to stop, and how much time its clean-up has. Refers to nothing of the invocation: threads
/// that have executed code of it keep this for long. Any thread.
/// </summary>
/// <param name="parent">The stop of the invocation that this one is nested in.</param>
internal sealed class CellStop(CellStop? parent = null)
{
    /// <summary>The time for code that watches the token to end by itself, before its waits are interrupted.</summary>
    public static readonly TimeSpan TokenTime = TimeSpan.FromMilliseconds(50);

    /// <summary>When the time for finally blocks and Dispose methods is over: they have half a second.</summary>
    private static readonly TimeSpan s_cleanupEnd = TokenTime + TimeSpan.FromMilliseconds(500);

    /// <summary>When what still waits is left, from the inside out or not.</summary>
    private static readonly TimeSpan s_unwindingEnd = s_cleanupEnd + TimeSpan.FromMilliseconds(100);

    /// <summary>When code that still holds an event loop loses it to the next cell.</summary>
    private static readonly TimeSpan s_loopEnd = s_cleanupEnd + TimeSpan.FromMilliseconds(350);

    /// <summary>When a stopped cell is no longer waited for. The prompt is promised within 2 s.</summary>
    private static readonly TimeSpan s_abandonment = TimeSpan.FromMilliseconds(1200);

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
    public bool IsCleanupOver => StoppedFor > s_cleanupEnd;

    /// <summary>Whether all that could be unwound has been.</summary>
    public bool IsUnwindingOver => StoppedFor > s_unwindingEnd;

    /// <summary>Whether code that still executes is no longer waited for by who wants its loop.</summary>
    public bool IsLate => StoppedFor > s_loopEnd;

    /// <summary>Whether the time to wait for the stopped cell is over.</summary>
    public bool IsAbandoned => StoppedFor > s_abandonment;

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
