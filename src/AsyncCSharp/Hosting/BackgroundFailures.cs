using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace AsyncCSharp;

/// <summary>Finds the exceptions of tasks that cells started and nobody awaited.</summary>
/// <remarks>
/// The runtime tells of them when it collects the task. So that the next cell can report them, a collection is made where
/// a cell's code threw something since the last one.
/// </remarks>
internal static class BackgroundFailures
{
    /// <summary>How long to wait for the finalizers; somebody else's may hang.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    private static int s_watching;

    /// <summary>Begins to watch, once for the process.</summary>
    public static void Watch()
    {
        if (Interlocked.Exchange(ref s_watching, 1) == 0)
        {
            TaskScheduler.UnobservedTaskException += OnUnobserved;
            AppDomain.CurrentDomain.FirstChanceException += OnThrown;
        }
    }

    /// <summary>Has the tasks that are gone tell of their exceptions.</summary>
    public static void Collect()
    {
        GC.Collect();
        _ = Task.Run(GC.WaitForPendingFinalizers).Wait(s_patience);
    }

    private static void OnThrown(object? sender, FirstChanceExceptionEventArgs e)
    {
        // A task that was cancelled has no exception to observe.
        if (e.Exception is not OperationCanceledException)
        {
            CellRun.Current?.Invocation.Session.Suspect(e.Exception);
        }
    }

    private static void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        foreach (Exception exception in e.Exception.InnerExceptions)
        {
            if (!PipelineExceptions.EndsPipeline(exception) && SessionOf(exception) is { } session)
            {
                session.ReportFailure(exception);
                e.SetObserved();
            }
        }
    }

    private static CSharpSession? SessionOf(Exception e)
    {
        IReadOnlyList<CSharpSession> sessions = RunspaceState.AllSessions;
        foreach (StackFrame frame in new StackTrace(e, fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod()?.Module.Assembly is { IsCollectible: true } assembly
                && sessions.FirstOrDefault(s => s.ScriptOrNull?.Owns(assembly) == true) is { } session)
            {
                return session;
            }
        }

        return null;
    }
}
