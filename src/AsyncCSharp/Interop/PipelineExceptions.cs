using System.Management.Automation;
using AsyncCSharp.Cells;

namespace AsyncCSharp.Interop;

/// <summary>Tells PowerShell's own control flow from errors.</summary>
internal static class PipelineExceptions
{
    /// <summary>How long a stop of the pipeline takes to come from the pipelines nested in it to the cell.</summary>
    private const int StopMilliseconds = 200;

    /// <summary>
    /// Whether the exception is how PowerShell ends a pipeline, and not an error. A stop may be of any pipeline:
    /// <see cref="Ends(Exception, CellInvocation)"/> tells.
    /// </summary>
    public static bool EndsPipeline(Exception e) =>
        e is PipelineStoppedException or FlowControlException
        // Select-Object -First; an internal type of the engine that derives from FlowControlException in 7.x.
        || e.GetType().Name is "StopUpstreamCommandsException" or "TerminateException" or "ExitException";

    /// <summary>
    /// Whether an exception that came of a write to the cell's own pipeline is the end of it, also where the cell swallows that: whatever a
    /// command downstream throws.
    /// </summary>
    public static bool IsFailure(Exception e) => e is RuntimeException || EndsPipeline(e);

    /// <summary>
    /// Whether an exception that PowerShell code called by the cell has thrown is the end of the cell's own pipeline, and must reach
    /// PowerShell as it is. All else is an exception like any other in the cell. Pipeline thread.
    /// </summary>
    public static bool Ends(Exception e, CellInvocation invocation) =>
        e == invocation.Streams.Failure || (EndsPipeline(e) && (e is not PipelineStoppedException || IsStopped(invocation)));

    // PowerShell stops nested pipelines before those that they are in: the cell's own is about to be stopped.
    private static bool IsStopped(CellInvocation invocation)
    {
        bool before = invocation.Guard.Set(inside: false);
        try
        {
            return SpinWait.SpinUntil(() => invocation.IsStopping, StopMilliseconds);
        }
        finally
        {
            _ = invocation.Guard.Set(before);
        }
    }
}
