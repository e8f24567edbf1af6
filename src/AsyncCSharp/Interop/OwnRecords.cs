using System.Management.Automation;
using System.Reflection;
using AsyncCSharp.Text;

namespace AsyncCSharp.Interop;

/// <summary>
/// What the module itself says through a cmdlet: warnings that can be told apart by their <c>FullyQualifiedWarningId</c>, and what
/// <c>-Verbose</c> shows. <c>-Debug</c> makes PowerShell ask after each such record whether to continue; nobody is asked for a
/// record that the cell did not write. PowerShell's internals are looked for once; where they are not as expected a warning
/// goes without its id.
/// </summary>
internal static class OwnRecords
{
    private const string Verbose = "Verbose";

    // The last argument: whether to take "ask" for "continue".
    private static readonly MethodInfo? s_warning = CommandRuntime.FindMethod("WriteWarning", typeof(WarningRecord), typeof(bool));
    private static readonly MethodInfo? s_verbose = CommandRuntime.FindMethod("WriteVerbose", typeof(VerboseRecord), typeof(bool));

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_warning is not null && s_verbose is not null;

    /// <summary>Writes a warning; one of the module's own has an id. On the pipeline thread only.</summary>
    public static void Warn(PSCmdlet cmdlet, string message, string? id)
    {
        if (id is null || !TryWrite(s_warning, cmdlet, new WarningRecord(id, message), "WarningAction", "WarningPreference"))
        {
            cmdlet.WriteWarning(message);
        }
    }

    /// <summary>Writes a verbose record of the module's own. For who has asked <see cref="AreWanted"/>. On the pipeline thread only.</summary>
    public static void Tell(PSCmdlet cmdlet, string message)
    {
        string shown = ShownText.Of(message);
        if (!TryWrite(s_verbose, cmdlet, new VerboseRecord(shown), Verbose, "VerbosePreference"))
        {
            cmdlet.WriteVerbose(shown);
        }
    }

    /// <summary>Whether the user wants verbose records: by <c>-Verbose</c>, or the preference of the calling scope. On the pipeline thread only.</summary>
    public static bool AreWanted(PSCmdlet cmdlet) => IsWanted(cmdlet, Verbose, "VerbosePreference");

    /// <summary>Whether the user wants debug records: by <c>-Debug</c>, or the preference of the calling scope. On the pipeline thread only.</summary>
    public static bool AreDebugWanted(PSCmdlet cmdlet) => IsWanted(cmdlet, "Debug", "DebugPreference");

    private static bool IsWanted(PSCmdlet cmdlet, string parameter, string preference) => cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? given)
        ? given is SwitchParameter { IsPresent: true } or true
        : PreferenceOf(cmdlet, preference) is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private static bool TryWrite(MethodInfo? write, PSCmdlet cmdlet, object record, string parameter, string preference)
    {
        // Only a call or a preference that wants to be asked for these very records leads to a question.
        bool isAskedOfAll = cmdlet.MyInvocation.BoundParameters.ContainsKey(parameter) || PreferenceOf(cmdlet, preference) == ActionPreference.Inquire;
        return CommandRuntime.TryCall(write, cmdlet, record, !isAskedOfAll);
    }

    private static ActionPreference PreferenceOf(PSCmdlet cmdlet, string name) =>
        LanguagePrimitives.TryConvertTo(cmdlet.SessionState.PSVariable.GetValue(name), out ActionPreference preference)
            ? preference
            : ActionPreference.SilentlyContinue;
}
