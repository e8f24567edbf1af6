using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// Where a cmdlet's information records go. PowerShell's internals are looked for once; where they are not as expected the
/// records count as redirected.
/// </summary>
internal static class InformationTarget
{
    private static readonly PropertyInfo? s_pipe = CommandRuntime.FindProperty("InformationOutputPipe");

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_pipe is not null;

    /// <summary>Whether they go to the host, and no command downstream gets them. Any thread.</summary>
    public static bool IsHost(Cmdlet cmdlet) =>
        s_pipe is not null && CommandRuntime.IsOf(cmdlet) && s_pipe.GetValue(cmdlet.CommandRuntime) is null;
}
