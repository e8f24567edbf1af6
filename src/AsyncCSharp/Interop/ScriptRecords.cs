using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// Writes records of PowerShell code that a cmdlet has called, as they are: with the place that they come from. PowerShell's internals are
/// looked for once; where they are not as expected only the text is written.
/// </summary>
internal static class ScriptRecords
{
    private static readonly Type? s_runtime = typeof(PSObject).Assembly.GetType("System.Management.Automation.MshCommandRuntime");

    // The last argument of the first: whether the preferences for errors are no matter of it; of the others: whether to take "ask" for "continue".
    private static readonly MethodInfo? s_error = Find("_WriteErrorSkipAllowCheck", typeof(ErrorRecord), typeof(ActionPreference?), typeof(bool));
    private static readonly MethodInfo? s_warning = Find("WriteWarning", typeof(WarningRecord), typeof(bool));
    private static readonly MethodInfo? s_verbose = Find("WriteVerbose", typeof(VerboseRecord), typeof(bool));
    private static readonly MethodInfo? s_debug = Find("WriteDebug", typeof(DebugRecord), typeof(bool));

    /// <summary>Writes a record. On the pipeline thread only.</summary>
    public static void Write(Cmdlet cmdlet, object record)
    {
        switch (record)
        {
            case ErrorRecord error:
                WriteError(cmdlet, error);
                break;
            case WarningRecord warning when !TryCall(s_warning, cmdlet, warning, false):
                cmdlet.WriteWarning(warning.Message);
                break;
            case VerboseRecord verbose when !TryCall(s_verbose, cmdlet, verbose, false):
                cmdlet.WriteVerbose(verbose.Message);
                break;
            case DebugRecord debug when !TryCall(s_debug, cmdlet, debug, false):
                cmdlet.WriteDebug(debug.Message);
                break;
            case InformationRecord information:
                cmdlet.WriteInformation(information);
                break;
        }
    }

    /// <summary>Writes an error. On the pipeline thread only.</summary>
    public static void WriteError(Cmdlet cmdlet, ErrorRecord error)
    {
        if (!IsOfProgram(error) || !TryCall(s_error, cmdlet, error, null, true))
        {
            cmdlet.WriteError(error);
        }
    }

    // What a program writes to its standard error is shown, and is no failure whatever the preferences are.
    private static bool IsOfProgram(ErrorRecord error) =>
        error.Exception is RemoteException && error.FullyQualifiedErrorId.StartsWith("NativeCommandError", StringComparison.Ordinal);

    private static bool TryCall(MethodInfo? write, Cmdlet cmdlet, params object?[] arguments)
    {
        if (write is null || !s_runtime!.IsInstanceOfType(cmdlet.CommandRuntime))
        {
            return false;
        }

        _ = write.Invoke(cmdlet.CommandRuntime, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        return true;
    }

    private static MethodInfo? Find(string method, params Type[] parameters) =>
        s_runtime?.GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic, parameters);
}
