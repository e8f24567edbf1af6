using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp;

/// <summary>
/// Warnings that can be told apart by their <c>FullyQualifiedWarningId</c>. PowerShell's records have one, but a cmdlet gives
/// only the text. Its internals are looked for once; where they are not as expected the warning goes without its id.
/// </summary>
internal static class CmdletWarning
{
    private static readonly MethodInfo? s_write = typeof(PSObject).Assembly
        .GetType("System.Management.Automation.MshCommandRuntime")
        ?.GetMethod("WriteWarning", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(WarningRecord), typeof(bool)]);

    /// <summary>Writes one. On the pipeline thread only.</summary>
    public static void Write(Cmdlet cmdlet, string message, string? id)
    {
        if (id is not null && s_write?.DeclaringType?.IsInstanceOfType(cmdlet.CommandRuntime) == true)
        {
            _ = s_write.Invoke(cmdlet.CommandRuntime, BindingFlags.DoNotWrapExceptions, null, [new WarningRecord(id, message), false], null);
            return;
        }

        cmdlet.WriteWarning(message);
    }
}
