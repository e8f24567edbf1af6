using System.Management.Automation;
using System.Management.Automation.Host;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// Information records that any thread may send to whoever runs the pipeline of a shell, another machine too: cmdlets write on their pipeline
/// thread only. PowerShell's internals are looked for once; where they are not as expected, nothing can be sent.
/// </summary>
internal sealed class HostRecords(PSHost? host)
{
    private static readonly MethodInfo? s_write = typeof(PSObject).Assembly.GetType("System.Management.Automation.Internal.Host.InternalHostUserInterface")
        ?.GetMethod("WriteInformationRecord", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(InformationRecord)]);

    private readonly PSHostUserInterface? _screen = host?.UI;

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_write is not null;

    /// <summary>Sends one. Any thread.</summary>
    public void Send(InformationRecord record)
    {
        if (s_write?.DeclaringType!.IsInstanceOfType(_screen) == true)
        {
            _ = s_write.Invoke(_screen, BindingFlags.DoNotWrapExceptions, null, [record], null);
        }
    }
}
