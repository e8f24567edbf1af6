using System.Management.Automation;

namespace AsyncCSharp;

/// <summary>Tells PowerShell's own control flow from errors.</summary>
internal static class PipelineExceptions
{
    /// <summary>Whether the exception ends the pipeline and must reach PowerShell as it is.</summary>
    public static bool EndsPipeline(Exception e) =>
        e is PipelineStoppedException or FlowControlException or ActionPreferenceStopException
        // Select-Object -First; an internal type of the engine that derives from FlowControlException in 7.x.
        || e.GetType().Name is "StopUpstreamCommandsException" or "TerminateException" or "ExitException";
}
