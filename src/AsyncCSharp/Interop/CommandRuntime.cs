using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// What PowerShell runs a cmdlet in, with the members that have no public name. Looked for once: a PowerShell that has it no more gives null, and
/// so does one whose cmdlets run in something else.
/// </summary>
internal static class CommandRuntime
{
    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>Its type.</summary>
    public static Type? Type { get; } = typeof(PSObject).Assembly.GetType("System.Management.Automation.MshCommandRuntime");

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => Type is not null;

    /// <summary>A property of it.</summary>
    public static PropertyInfo? FindProperty(string name) => Type?.GetProperty(name, Internal);

    /// <summary>A method of it.</summary>
    public static MethodInfo? FindMethod(string name, params Type[] parameters) => Type?.GetMethod(name, Internal, parameters);

    /// <summary>Whether a cmdlet runs in it.</summary>
    public static bool IsOf(Cmdlet cmdlet) => Type?.IsInstanceOfType(cmdlet.CommandRuntime) == true;

    /// <summary>Calls a method of a cmdlet's. False where there is none. What it throws comes out as it is.</summary>
    public static bool TryCall(MethodInfo? method, Cmdlet cmdlet, params object?[] arguments)
    {
        if (method is null || !IsOf(cmdlet))
        {
            return false;
        }

        _ = method.Invoke(cmdlet.CommandRuntime, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        return true;
    }
}
