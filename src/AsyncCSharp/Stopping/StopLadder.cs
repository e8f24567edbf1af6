using System.Diagnostics;

namespace AsyncCSharp.Stopping;

/// <summary>
/// What follows when a cell is to stop: its token fires, its awaits are cut from the inside out, and its blocking waits are
/// interrupted, until it is out.
/// </summary>
/// <remarks>On threads of its own: the pool may be full of what is to be stopped, and callbacks of the token are the user's code.</remarks>
internal sealed class StopLadder(IStopTarget target)
{
    /// <summary>
    /// How often it is looked what has ended. Nothing is cut at the first look: until the second, code on other threads comes to a check,
    /// and libraries see the token.
    /// </summary>
    private const int StepMilliseconds = 10;

    /// <summary>How often waits are interrupted in the time for cleaning up. Then each step does.</summary>
    private const int InterruptMilliseconds = 50;

    /// <summary>For how long to go on; far beyond the point where the cell is abandoned.</summary>
    private static readonly TimeSpan s_giveUp = TimeSpan.FromSeconds(30);

    private readonly AwaitCutter _awaits = new(target.Frames, target.AddLeftover);
    private readonly object _lock = new();
    private Thread? _cancel;
    private bool _isClimbing;
    private bool _isAskedToGoOn;

    /// <summary>Begins to stop.</summary>
    public void Start()
    {
        _cancel = Run(Cancel, "cancel");
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

    private void Cancel()
    {
        // What a cell has registered with its token is there for the stop: its checks let it clean up.
        CodeThread.Current.Cleaning = target.Stop;
        try
        {
            target.Cancel();
        }
        catch (AggregateException e)
        {
            target.Failures.Report(e.InnerExceptions[0]);
        }
    }

    private void Climb()
    {
        long start = Stopwatch.GetTimestamp();
        _ = _cancel?.Join(CellStop.TokenTime - TimeSpan.FromMilliseconds(StepMilliseconds));
        long interrupted = start;
        do
        {
            _isAskedToGoOn = false;
            bool anyLeft = _awaits.Cut();
            bool isOver = target.Stop.IsCleanupOver;
            if (isOver || Stopwatch.GetElapsedTime(interrupted).TotalMilliseconds >= InterruptMilliseconds)
            {
                interrupted = Stopwatch.GetTimestamp();
                target.InterruptWaits(!isOver && (_awaits.IsBlocking || (anyLeft && IsInRunner)));
            }

            target.EndOutsideWait();
            if (target.Ended && !anyLeft && MayEnd())
            {
                return;
            }

            Thread.Sleep(anyLeft || isOver ? StepMilliseconds : Math.Max(1, InterruptMilliseconds - (int)Stopwatch.GetElapsedTime(interrupted).TotalMilliseconds));
        }
        while (Stopwatch.GetElapsedTime(start) < s_giveUp || !MayEnd());
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
