using System.Management.Automation;
using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>Tells the end of a cell's own pipeline from exceptions that the cell may catch.</summary>
internal static class PipelineEnd
{
    /// <summary>
    /// Whether an exception that PowerShell code called by the cell has thrown is the end of the cell's own pipeline, and must reach
    /// PowerShell as it is. All else is an exception like any other in the cell. Pipeline thread.
    /// </summary>
    public static bool Is(Exception e, CellInvocation invocation) =>
        e == invocation.Streams.Failure || (PipelineExceptions.EndsPipeline(e) && (e is not PipelineStoppedException || IsStopped(invocation)));

    // PowerShell stops nested pipelines before those that they are in: the cell's own is about to be stopped.
    private static bool IsStopped(CellInvocation invocation)
    {
        CodePlace before = invocation.Boundary.Set(inside: false);
        try
        {
            return SpinWait.SpinUntil(() => invocation.IsStopping, Durations.NestedStop);
        }
        finally
        {
            invocation.Boundary.Restore(before);
        }
    }
}
