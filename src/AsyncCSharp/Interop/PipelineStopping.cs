using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>What PowerShell knows of the pipeline that a runspace executes, and has no public name for.</summary>
internal static class PipelineStopping
{
    private static readonly PropertyInfo? s_isStopping = RunspaceContext.Find("CurrentPipelineStopping");

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_isStopping is not null;

    /// <summary>
    /// Whether the code that the runspace executes is to stop now; false while a <c>finally</c> block of a stopped pipeline runs, and
    /// where it is not known. Any thread.
    /// </summary>
    public static bool IsNow(Runspace runspace)
    {
        try
        {
            return RunspaceContext.Of(runspace) is { } context && s_isStopping?.GetValue(context) is true;
        }
        catch (TargetInvocationException)
        {
            // The pipeline has ended meanwhile.
            return false;
        }
    }
}
