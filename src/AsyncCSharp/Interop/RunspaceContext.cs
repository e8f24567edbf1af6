using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// PowerShell's own state of a runspace, which has no public name. Looked for once: a PowerShell that has it no more gives null, and whoever asks
/// says what that means.
/// </summary>
internal static class RunspaceContext
{
    private static readonly PropertyInfo? s_context = typeof(Runspace).GetProperty("ExecutionContext", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_context is not null;

    /// <summary>The context of a runspace.</summary>
    /// <exception cref="TargetInvocationException">The runspace is remote, or has ended.</exception>
    public static object? Of(Runspace runspace) => s_context?.GetValue(runspace);

    /// <summary>A property of contexts.</summary>
    public static PropertyInfo? Find(string name) =>
        s_context?.PropertyType.GetProperty(name, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
}
