using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Failures;

/// <summary>Finds the exceptions of tasks that cells started and nobody awaited.</summary>
/// <remarks>
/// The runtime tells of them when it collects the task. So that the next cell can report them, a collection is made where
/// a cell's code threw something since the last one.
/// </remarks>
internal static class BackgroundFailures
{
    // What was thrown in the flow of a cell, and what the cell's session has of them; null where the pipeline has it. An exception of anybody
    // else's is not in here.
    private static readonly ConditionalWeakTable<Exception, IFailureSink?> s_thrown = [];

    /// <summary>Begins to watch. <see cref="ProcessHandlers"/> has it done once.</summary>
    public static void Watch()
    {
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        AppDomain.CurrentDomain.FirstChanceException += OnThrown;
    }

    /// <summary>Watches no more.</summary>
    public static void Unwatch()
    {
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
        AppDomain.CurrentDomain.FirstChanceException -= OnThrown;
    }

    /// <summary>Has the tasks that are gone tell of their exceptions.</summary>
    /// <param name="suspects">What may be the exceptions of such tasks.</param>
    /// <remarks>
    /// Most exceptions have been caught, or belong to young tasks: a collection of what is young is enough for them, and takes no longer where
    /// the heap is large. One that is still there may be held by an old task, which only a whole collection finds.
    /// </remarks>
    public static void Collect(IReadOnlyList<WeakReference> suspects)
    {
#pragma warning disable RS0030 // Only a finalizer tells of a task that nobody has looked at. Asked for where there is a suspicion.
        GC.Collect(GC.MaxGeneration - 1, GCCollectionMode.Forced, blocking: true);
        if (suspects.Any(s => s.IsAlive))
        {
            GC.Collect();
        }
#pragma warning restore RS0030
        _ = Task.Run(GC.WaitForPendingFinalizers).Wait(Durations.FinalizerPatience);
    }

    /// <summary>Says that the exception ends the pipeline, which tells of it: a task that has it as well does not.</summary>
    public static void Disregard(Exception exception) => s_thrown.AddOrUpdate(exception, null);

    private static void OnThrown(object? sender, FirstChanceExceptionEventArgs e)
    {
        if (StopFlag.IsRaised)
        {
            StopChecks.OnThrown(e.Exception);
        }

        // A task that was cancelled has no exception to observe.
        if (e.Exception is not OperationCanceledException && !StopChecks.IsInterrupt(e.Exception) && StoppableRun.Current?.Failures is { } failures)
        {
            Note(e.Exception, failures);
        }
    }

    // Nothing may be thrown from here: it is in the midst of another throw.
    private static void Note(Exception exception, IFailureSink failures)
    {
        try
        {
            _ = s_thrown.TryAdd(exception, failures);
            failures.Suspect(exception);
        }
        catch (ThreadInterruptedException)
        {
            // The cell is stopped: what it throws from here on is of no interest.
        }
    }

    private static void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        foreach (Exception exception in e.Exception.InnerExceptions)
        {
            if (!PipelineExceptions.EndsPipeline(exception) && s_thrown.TryGetValue(exception, out IFailureSink? failures) && failures is not null)
            {
                failures.Report(exception);
                e.SetObserved();
            }
        }
    }
}
