using System.Diagnostics;
using AsyncCSharp.Interop;
using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>
/// How the pipeline thread of an invocation waits: it serves its pump, and runs the runspace's event actions. Owned by the invocation.
/// </summary>
internal sealed class CellWaits(CellInvocation invocation)
{
    private readonly RunspaceEvents _events = new();
    private bool _warnedOfBlockedLoop;

    /// <summary>Whether a wait that blocks the pipeline thread in the cell's code serves the pump: the session's loop sees to it.</summary>
    public bool AreServedWhenBlocked { get; set; }

    /// <summary>Pipeline thread: serves the pump until the task has ended. Does not throw what the task threw.</summary>
    /// <exception cref="OperationCanceledException">The cell was stopped and the task has not ended in time.</exception>
    public void For(Task task)
    {
        if (!task.IsCompleted)
        {
            ForRunning(task);
        }
    }

    /// <summary>Pipeline thread: serves the pump until the condition holds, which is looked at after each signal.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="milliseconds">How long at most; <see cref="Timeout.Infinite"/> for ever.</param>
    /// <returns>Whether the condition holds.</returns>
    /// <exception cref="OperationCanceledException">The cell was stopped and the condition has not come true in time.</exception>
    public bool Until(Func<bool> condition, int milliseconds)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            // What a command downstream threw is a stop like any other: the cell is waited for while it cleans up.
            bool served = invocation.Pump.RunNext();
            if (invocation.IsAbandoned && !condition())
            {
                invocation.Leftovers.IsWaitGivenUp = true;
                throw new CellStoppedException(invocation.Token);
            }

            if (ServeEvents() || served)
            {
                continue;
            }

            int left = milliseconds < 0 ? milliseconds : Math.Max(0, milliseconds - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (left == 0)
            {
                return false;
            }

            // The thread counts as outside of the cell's code here, since an interrupt is meant for waits of that code only.
            CodePlace before = invocation.Boundary.Set(inside: false);
            try
            {
                _ = invocation.Pump.WaitForSignal(invocation.IsStopping ? StoppingSlice(left) : RunspaceEvents.Slice(left));
            }
            finally
            {
                invocation.Boundary.Restore(before);
            }
        }

        invocation.Streams.ThrowIfFailed();
        return true;
    }

    /// <summary>Pipeline thread, where the cell was stopped and has ended: serves what of it cleans up still, for as long as that may.</summary>
    public void ForCleanup()
    {
        while (invocation.IsStopping && invocation.Frames.Any && !invocation.Stop.IsUnwindingOver)
        {
            ServeOrWait(Durations.CleanupSlice);
        }
    }

    /// <summary>Pipeline thread, where cells that were stopped are to end: serves the pump, or waits a little for work.</summary>
    public void ServeOrWait(int milliseconds)
    {
        CodePlace before = invocation.Boundary.Set(inside: true);
        bool served = true;
        try
        {
            served = invocation.Pump.RunNext();
        }
        catch (ThreadInterruptedException)
        {
            // The interrupt was meant for a wait in the work that was served, and came too late for it.
        }
        finally
        {
            invocation.Boundary.Restore(before);
        }

        if (!served)
        {
            _ = invocation.Pump.WaitForSignal(milliseconds);
        }
    }

    /// <summary>Pipeline thread, in a wait of the cell: runs the runspace's event actions, if it is time to look for them. Whether it was.</summary>
    public bool ServeEvents() => _events.IsDue && invocation.Pump.IsCurrentThread && !invocation.IsStopping && !ConsoleLock.IsHeld
        && _events.Serve(work => invocation.Streams.Outside(_ => work()));

    /// <summary>Warns, once, that the cell blocked its loop's thread while the loop had work.</summary>
    public void WarnOfBlockedLoop()
    {
        if (!_warnedOfBlockedLoop && BlockingWait.IsOnTask())
        {
            _warnedOfBlockedLoop = true;
            invocation.Streams.Send(output => output.WriteWarning(Strings.BlockedLoop, nameof(Strings.BlockedLoop)));
        }
    }

    // A method of its own, so that a task that has ended costs no closure.
    private void ForRunning(Task task)
    {
        _ = task.ContinueWith(
            static (_, pump) => ((ThreadPump)pump!).Signal(),
            invocation.Pump,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        _ = Until(() => task.IsCompleted, Timeout.Infinite);
    }

    private static int StoppingSlice(int left) => left < 0 ? Durations.StoppedCellSlice : Math.Min(left, Durations.StoppedCellSlice);
}
