using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AsyncCSharp.Reporting;

/// <summary>Errors of calls over machines.</summary>
internal static class MachineErrors
{
    // "The name does not exist."
    private const string UnknownName = "CS0103";

    private static readonly Version s_oldest = new(7, 6);

    // A type, a namespace, a name in it or an assembly that is not there.
    private static readonly string[] s_unknownTypes = ["CS0246", "CS0234", "CS0400", "CS0012"];

    // What PowerShell's errors have in their ids in NoLanguage, RestrictedLanguage and ConstrainedLanguage.
    private static readonly string[] s_languageModes = ["ScriptsNotAllowed", "InDataSection", "InConstrainedLanguage"];

    public static ErrorRecord ModuleMissing(string machine) => Errors.Create(nameof(Strings.ModuleMissing), ErrorCategory.ObjectNotFound, machine, machine);

    public static ErrorRecord VersionMismatch(string machine, string there, string here) =>
        Errors.Create(nameof(Strings.VersionMismatch), ErrorCategory.InvalidOperation, machine, machine, there, here);

    /// <summary>Throws where a machine does not run a PowerShell that the module is for.</summary>
    /// <exception cref="CellErrorException">It does not.</exception>
    public static void CheckShell(string machine, string shell, string edition)
    {
        if (edition != "Core" || !Version.TryParse(shell.Split('-')[0], out Version? version) || version < s_oldest)
        {
            throw new CellErrorException(Errors.Create(nameof(Strings.ShellNotSupported), ErrorCategory.NotImplemented, machine, machine, shell, edition));
        }
    }

    /// <summary>A session that nothing can be run in now.</summary>
    public static ErrorRecord MachineBusy(string machine, PSSession session) =>
        session.Runspace.RunspaceStateInfo.State is var state && state == RunspaceState.Opened ? Errors.Create(nameof(Strings.MachineBusy), ErrorCategory.ResourceBusy, machine, machine)
            : Errors.WithAction(new ErrorRecord(
                new InvalidOperationException(string.Format(null, Strings.MachineNotOpen, machine, state)), nameof(Strings.MachineBusy), ErrorCategory.ResourceBusy, machine));

    /// <summary>Where the script of a call was refused by the language mode of a session: the error that says so. Null elsewhere.</summary>
    public static ErrorRecord? LanguageMode(ErrorRecord error, string machine) =>
        !s_languageModes.Any(mode => error.FullyQualifiedErrorId.Contains(mode, StringComparison.Ordinal)) ? null
            : Errors.WithAction(new ErrorRecord(
                new UnauthorizedAccessException(string.Format(null, Strings.MachineLanguageMode, machine)), nameof(Strings.LanguageModeNotAllowed), ErrorCategory.PermissionDenied, machine));

    /// <summary>An object, or a call without any, that a machine has taken along.</summary>
    public static ErrorRecord MachineLost(string machine, string reason, object? target) =>
        Errors.Create(nameof(Strings.MachineLost), ErrorCategory.ConnectionError, target, machine, reason);

    public static ErrorRecord NoMachineLeft(long count) =>
        Errors.WithAction(new ErrorRecord(new InvalidOperationException(string.Format(null, Strings.NoMachineLeft, count)), nameof(Strings.MachineLost), ErrorCategory.ConnectionError, null));

    public static ErrorRecord NotOnMachines(string what) => Errors.Create(nameof(Strings.NotOnMachines), ErrorCategory.InvalidArgument, what, what);

    public static ErrorRecord CannotTravelDelegate(string what, object? value) => Errors.Create(nameof(Strings.CannotTravelDelegate), ErrorCategory.InvalidArgument, value, what);

    public static ErrorRecord CannotTravelValue(string what, Type type, object? value) =>
        Errors.WithAction(new ErrorRecord(
            new InvalidOperationException(string.Format(null, Strings.CannotTravelValue, what, Text.TypeDisplay.Of(type))),
            nameof(Strings.CannotTravelVariable),
            ErrorCategory.InvalidArgument,
            value));

    public static ErrorRecord CannotTravelReference(string reference) =>
        Errors.Create(nameof(Strings.CannotTravelReference), ErrorCategory.InvalidArgument, reference, reference);

    /// <summary>A method or a type of the session that needs what cannot travel.</summary>
    public static ErrorRecord CannotTravelState(ErrorRecord failure, string text, IReadOnlyList<string> variables)
    {
        ErrorRecord record = Errors.Create(nameof(Strings.CannotTravelState), ErrorCategory.InvalidArgument, text, UnknownIn(failure, variables) ?? FirstMessage(failure));
        return record;
    }

    /// <summary>Where a cell did not compile because of what was left behind: the error that says so. Null elsewhere.</summary>
    public static ErrorRecord? LeftBehind(ErrorRecord failure, IReadOnlyList<string> variables, IReadOnlyList<string> references)
    {
        if (UnknownIn(failure, variables) is { } name)
        {
            return Errors.Create(nameof(Strings.CannotTravelVariable), ErrorCategory.InvalidArgument, name, name);
        }

        return references.Count > 0 && failure.Exception is CSharpCompilationException e && e.Diagnostics.Any(d => s_unknownTypes.Contains(d.Id))
            ? Errors.Create(nameof(Strings.CannotTravelReference), ErrorCategory.InvalidArgument, references[0], string.Join(", ", references))
            : null;
    }

    /// <summary>An error of a machine as one of the call: with the id that it has there, and where it is from.</summary>
    /// <param name="error">The error as it has arrived.</param>
    /// <param name="machine">The machine.</param>
    public static ErrorRecord Of(ErrorRecord error, PSSession machine)
    {
        ErrorRecord own = new(error.Exception, error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category, error.TargetObject)
        {
            ErrorDetails = new ErrorDetails(error.ErrorDetails?.Message ?? error.Exception.Message) { RecommendedAction = error.ErrorDetails?.RecommendedAction },
        };
        own.CategoryInfo.Reason = error.CategoryInfo.Reason;
        own.CategoryInfo.TargetName = error.CategoryInfo.TargetName;
        own.CategoryInfo.TargetType = error.CategoryInfo.TargetType;
        return new RemotingErrorRecord(own, new System.Management.Automation.Remoting.OriginInfo(machine.ComputerName, machine.Runspace.InstanceId));
    }

    private static string? UnknownIn(ErrorRecord failure, IReadOnlyList<string> variables) =>
        failure.Exception is not CSharpCompilationException e ? null
            : variables.FirstOrDefault(name => e.Diagnostics.Any(d => d.Id == UnknownName && d.Message.Contains($"'{name}'", StringComparison.Ordinal)));

    private static string FirstMessage(ErrorRecord failure) =>
        failure.Exception is CSharpCompilationException { Diagnostics: [var first, ..] } ? first.Message : Errors.MessageOf(failure.Exception);
}
