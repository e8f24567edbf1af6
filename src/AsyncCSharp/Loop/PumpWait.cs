using System.Diagnostics;
using System.Management.Automation;
using AsyncCSharp.Interop;

namespace AsyncCSharp.Loop;

/// <summary>
/// A wait of the pipeline thread outside of cells: serves its pump meanwhile, so that what needs the thread goes on.
/// </summary>
/// <param name="timeout">How long all its waits together may take; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
internal sealed class PumpWait(TimeSpan timeout)
{
    private readonly ThreadPump _pump = ThreadPump.Current;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly RunspaceEvents _events = new();
    private volatile bool _stopped;
    private volatile bool _expired;

    /// <summary>The pump that is served.</summary>
    public ThreadPump Pump => _pump;

    /// <summary>What is done first each time that the thread is woken.</summary>
    public Action? OnWake { get; set; }

    /// <summary>How to run the event actions of the runspace; null where the wait is none of a user's.</summary>
    public Action<Action>? Outside { get; init; }

    /// <summary>Whether <see cref="Stop"/> has been called.</summary>
    public bool IsStopped => _stopped;

    /// <summary>Ends the wait, also one that has not begun. Any thread.</summary>
    public void Stop()
    {
        _stopped = true;
        _pump.Signal();
    }

    /// <summary>Says that the time is up, for a timer that does more then: two clocks do not agree to the millisecond. Any thread.</summary>
    public void Expire()
    {
        _expired = true;
        _pump.Signal();
    }

    /// <summary>Waits until the condition holds; it is looked at after every <see cref="ThreadPump.Signal"/>.</summary>
    /// <exception cref="PipelineStoppedException">Stopped.</exception>
    /// <exception cref="WaitTimeoutException">The time is up.</exception>
    public void Until(Func<bool> condition)
    {
        while (true)
        {
            ThrowIfOver();
            if (condition())
            {
                return;
            }

            OnWake?.Invoke();

            bool served = _pump.RunNext();
            if ((Outside is null || !_events.Serve(Outside)) && !served)
            {
                _ = _pump.WaitForSignal(Outside is null ? MillisecondsLeft() : RunspaceEvents.Slice(MillisecondsLeft()));
            }
        }
    }

    /// <summary>Throws where the wait was stopped or the time is up.</summary>
    public void ThrowIfOver()
    {
        if (_stopped)
        {
            throw new PipelineStoppedException();
        }

        if (_expired || MillisecondsLeft() == 0)
        {
            throw new WaitTimeoutException();
        }
    }

    /// <summary>As <see cref="ThrowIfOver()"/>, where what is waited for was cancelled: that may be how it was stopped, because the wait is over.</summary>
    public void ThrowIfOver(Exception failure)
    {
        if (failure is OperationCanceledException)
        {
            ThrowIfOver();
        }
    }

    private int MillisecondsLeft()
    {
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            return Timeout.Infinite;
        }

        double left = (timeout - Stopwatch.GetElapsedTime(_start)).TotalMilliseconds;
        return left <= 0 ? 0 : (int)Math.Clamp(Math.Ceiling(left), 1, int.MaxValue);
    }
}
