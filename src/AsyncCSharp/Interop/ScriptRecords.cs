using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// Writes records of PowerShell code that a cmdlet has called, as they are: with the place that they come from. PowerShell's internals are
/// looked for once; where they are not as expected only the text is written.
/// </summary>
internal static class ScriptRecords
{
    // The last argument of the first: whether the preferences for errors are no matter of it; of the others: whether to take "ask" for "continue".
    private static readonly MethodInfo? s_error = CommandRuntime.FindMethod("_WriteErrorSkipAllowCheck", typeof(ErrorRecord), typeof(ActionPreference?), typeof(bool));
    private static readonly MethodInfo? s_warning = CommandRuntime.FindMethod("WriteWarning", typeof(WarningRecord), typeof(bool));
    private static readonly MethodInfo? s_verbose = CommandRuntime.FindMethod("WriteVerbose", typeof(VerboseRecord), typeof(bool));
    private static readonly MethodInfo? s_debug = CommandRuntime.FindMethod("WriteDebug", typeof(DebugRecord), typeof(bool));

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_error is not null && s_warning is not null && s_verbose is not null && s_debug is not null;

    /// <summary>Writes a record. On the pipeline thread only.</summary>
    public static void Write(Cmdlet cmdlet, object record)
    {
        switch (record)
        {
            case ErrorRecord error:
                WriteError(cmdlet, error);
                break;
            case WarningRecord warning when !CommandRuntime.TryCall(s_warning, cmdlet, warning, false):
                cmdlet.WriteWarning(warning.Message);
                break;
            case VerboseRecord verbose when !CommandRuntime.TryCall(s_verbose, cmdlet, verbose, false):
                cmdlet.WriteVerbose(verbose.Message);
                break;
            case DebugRecord debug when !CommandRuntime.TryCall(s_debug, cmdlet, debug, false):
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
        if (!IsOfProgram(error) || !CommandRuntime.TryCall(s_error, cmdlet, error, null, true))
        {
            cmdlet.WriteError(error);
        }
    }

    // What a program writes to its standard error is shown, and is no failure whatever the preferences are.
    private static bool IsOfProgram(ErrorRecord error) =>
        error.Exception is RemoteException && error.FullyQualifiedErrorId.StartsWith("NativeCommandError", StringComparison.Ordinal);
}
