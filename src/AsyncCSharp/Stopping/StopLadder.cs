using System.Diagnostics;

namespace AsyncCSharp.Stopping;

/// <summary>
/// What follows when a cell is to stop: its token fires, its awaits are cut from the inside out, and its blocking waits are
/// interrupted, until it is out. See docs/design/stopping.md.
/// </summary>
/// <remarks>On threads of its own: the pool may be full of what is to be stopped, and callbacks of the token are the user's code.</remarks>
internal sealed class StopLadder(IStopTarget target)
{
    private readonly AwaitCutter _awaits = new(target.Frames, target.AddLeftover);
    private readonly object _lock = new();
    private Thread? _cancel;
    private bool _isClimbing;
    private bool _isAskedToGoOn;

    /// <summary>Begins to stop the target.</summary>
    public void Start()
    {
        _cancel = Run(Cancel, "cancel");
        AwaitToken();
        if (!target.Ended || target.Frames.Any)
        {
            Watch();
        }
    }

    /// <summary>Goes on, where there was nothing left to do: an async method has suspended. Any thread.</summary>
    public void Watch()
    {
        lock (_lock)
        {
            _isAskedToGoOn = true;
            if (_isClimbing)
            {
                return;
            }

            _isClimbing = true;
        }

        _ = Run(Climb, "stop");
    }

    private static Thread Run(Action action, string name)
    {
        Thread thread = new(() => action()) { IsBackground = true, Name = "AsyncCSharp " + name };
        thread.UnsafeStart();
        return thread;
    }

    // Code that is stopped from here on cleans up, and must find that its token has fired. Callbacks of the token are not waited for.
    private void AwaitToken()
    {
        long start = Stopwatch.GetTimestamp();
        SpinWait spin = default;
        while (!target.Stop.Token.IsCancellationRequested && Stopwatch.GetElapsedTime(start) < Durations.TokenStart)
        {
            // The calling thread may be interrupted, which would end a wait that sleeps.
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private void Cancel()
    {
        // Callbacks that a cell has registered with its token count as clean-up: the checks in them let them run.
        CodeThread.Current.Cleaning = target.Stop;
        try
        {
            target.Stop.Cancel();
        }
        catch (AggregateException e)
        {
            // A token that is linked with it has those of its own callbacks in one of its own.
            foreach (Exception failure in e.Flatten().InnerExceptions)
            {
                target.Failures.Report(failure);
            }
        }
    }

    private void Climb()
    {
        long start = Stopwatch.GetTimestamp();
        _ = _cancel?.Join(Durations.TokenTime - TimeSpan.FromMilliseconds(Durations.LadderStep));
        long interrupted = start;
        do
        {
            _isAskedToGoOn = false;
            bool anyLeft = _awaits.Cut();
            bool isOver = target.Stop.IsCleanupOver;
            if (isOver || Stopwatch.GetElapsedTime(interrupted).TotalMilliseconds >= Durations.InterruptInterval)
            {
                interrupted = Stopwatch.GetTimestamp();
                target.InterruptWaits(!isOver && (_awaits.IsBlocking || (anyLeft && IsInRunner)));
            }

            target.EndOutsideWait();
            if (target.Ended && !anyLeft && MayEnd())
            {
                return;
            }

            Thread.Sleep(anyLeft || isOver ? Durations.LadderStep : Math.Max(1, Durations.InterruptInterval - (int)Stopwatch.GetElapsedTime(interrupted).TotalMilliseconds));
        }
        while (Stopwatch.GetElapsedTime(start) < Durations.LadderEnd || !MayEnd());
    }

    // Whether the pipeline thread waits in a runner for async methods that are about to end.
    private bool IsInRunner => (_awaits.IsMainLive || target.HasForeignLoop) && !target.Thread.IsInFrame;

    private bool MayEnd()
    {
        lock (_lock)
        {
            _isClimbing = _isAskedToGoOn;
            return !_isClimbing;
        }
    }
}
