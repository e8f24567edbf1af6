namespace AsyncCSharp.Stopping;

/// <summary>
/// Whether what the calling thread executes is to stop, or may clean up: the one answer, which every check asks for.
/// See docs/design/stopping.md.
/// </summary>
internal static class StopChecks
{
    /// <summary>As the checks that compiled code carries at its jumps, for waits of the module's own.</summary>
    public static void Check()
    {
        if (StopFlag.IsRaised)
        {
            ThrowIfStopped(StopPoint.Jump);
        }
    }

    /// <summary>
    /// Throws where the invocation is to stop. For loops of the module that drive code without checks: a library's sequence that
    /// never waits offers a stop no other point.
    /// </summary>
    public static void ThrowIfStopped(StopScope stop)
    {
        if (stop.IsStopping)
        {
            ThrowIfStopped(StopPoint.Jump);
        }
    }

    /// <summary>Throws where the run that executes on this thread is to stop. The slow side of the checks that compiled code carries.</summary>
    /// <param name="point">Where the check stands.</param>
    /// <param name="caught">What a handler has caught, or null.</param>
    public static void ThrowIfStopped(StopPoint point, object? caught = null)
    {
        CodeThread thread = CodeThread.Current;
        if (thread.IsTelling)
        {
            return;
        }

        if (StoppableRun.Current is not { Stop: { IsStopping: true } stop } run)
        {
            thread.ThrowIfOtherCodeStops();
            StopFlagHold.OnFalseAlarm(thread);
            return;
        }

        // While the stop unwinds, finally blocks and Dispose methods may run, for a while. What catches everything may not swallow
        // the stop, nor the error of a command downstream that was its cause: its handler throws again.
        bool cleansUp = point switch
        {
            StopPoint.Resume => thread.MayResume(stop),
            StopPoint.Catch => thread.IsPartOfCleaning(stop) && !IsStop(caught) && caught != run.PipelineFailure,
            _ => thread.IsPartOfCleaning(stop),
        };
        if (cleansUp && !stop.IsCleanupOver)
        {
            return;
        }

        BeginCleaning(stop);
        throw new CellStoppedException(stop.Token);
    }

    /// <summary>Notes that an exception was thrown on this thread: where it is how a stop comes out of a wait, the code that it passes may clean up.</summary>
    public static void OnThrown(Exception e)
    {
        if (IsStop(e) && StoppableRun.Current?.Stop is { IsStopping: true } stop && !CodeThread.Current.IsPartOfCleaning(stop))
        {
            BeginCleaning(stop);
        }
    }

    /// <summary>Whether the exception is the interrupt by which a stop has ended a wait on this thread, of the cell's code or of code that it has called.</summary>
    public static bool IsInterrupt(Exception e) => e is ThreadInterruptedException && StoppableRun.Current is { Stop.IsStopping: true };

    /// <summary>Notes that an exception unwinds the invocation's code on this thread: the code that it passes may clean up.</summary>
    public static void BeginCleaning(StopScope stop)
    {
        ExecutingTasks.Note(stop);
        CodeThread.Current.BeginCleaning(stop);
    }

    private static bool IsStop(object? e) => e switch
    {
        AggregateException several => several.InnerExceptions.All(IsStop),
        Exception one => one is OperationCanceledException or ThreadInterruptedException || PipelineExceptions.EndsPipeline(one),
        _ => true,
    };
}
