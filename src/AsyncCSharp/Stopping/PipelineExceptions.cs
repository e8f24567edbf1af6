using System.Management.Automation;

namespace AsyncCSharp.Stopping;

/// <summary>Tells PowerShell's own control flow from errors.</summary>
internal static class PipelineExceptions
{
    /// <summary>
    /// Whether the exception is how PowerShell ends a pipeline, and not an error. A stop may be of any pipeline:
    /// who knows the invocation tells.
    /// </summary>
    /// <remarks>By type, not by name: a cell may have an <c>ExitException</c> of its own. That of <c>Select-Object -First</c> is internal, and derives from one that is not.</remarks>
    public static bool EndsPipeline(Exception e) => e is PipelineStoppedException or FlowControlException;

    /// <summary>Whether the exception is how code leaves others: <c>exit</c>, <c>break</c> and <c>continue</c>, or a command that has enough.</summary>
    public static bool IsJump(Exception e) => e is not PipelineStoppedException && EndsPipeline(e);

    /// <summary>
    /// Whether an exception that came of a write to the cell's own pipeline is the end of it, also where the cell swallows that: whatever a
    /// command downstream throws.
    /// </summary>
    public static bool IsFailure(Exception e) => e is RuntimeException || EndsPipeline(e);
}
