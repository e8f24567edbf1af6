using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Machines;

/// <summary>Where what machines give goes, with where it is from. On the thread of the call.</summary>
/// <param name="streams">The streams of the cmdlet, or of a job.</param>
internal sealed class SpreadOutput(ISpreadStreams streams)
{
    // As Invoke-Command names them: PowerShell's views know them.
    private const string ComputerName = "PSComputerName";
    private const string RunspaceId = "RunspaceId";
    private const string ShowComputerName = "PSShowComputerName";

    /// <summary>Writes a value of a machine, or a record of one of its streams.</summary>
    public void Write(object? value, Machine machine)
    {
        switch (value)
        {
            case null:
                streams.WriteObject(null);
                break;
            case RemotingErrorRecord error:
                streams.WriteError(error);
                break;
            case ErrorRecord error:
                streams.WriteError(error.Exception is RemoteException ? MachineErrors.Of(error, machine.Session) : error);
                break;
            case WarningRecord warning:
                streams.WriteWarning(warning.Message, warning.FullyQualifiedWarningId is { Length: > 0 } id ? id : null);
                break;
            case VerboseRecord verbose:
                streams.WriteVerbose(verbose.Message);
                break;
            case DebugRecord debug:
                streams.WriteDebug(debug.Message);
                break;
            case ProgressRecord progress:
                streams.WriteProgress(progress);
                break;
            case InformationRecord information:
                streams.WriteInformation(information);
                break;
            default:
                streams.WriteObject(From(value, machine));
                break;
        }
    }

    /// <summary>A warning of the call's own.</summary>
    public void Warn(string message, string id) => streams.WriteWarning(message, id);

    /// <summary>Shows how far the call is.</summary>
    public void WriteProgress(ProgressRecord progress) => streams.WriteProgress(progress);

    private static PSObject From(object value, Machine machine)
    {
        PSObject given = PSObject.AsPSObject(value);
        Set(given, ComputerName, machine.Session.ComputerName);
        Set(given, RunspaceId, machine.Session.Runspace.InstanceId);
        Set(given, ShowComputerName, true);
        return given;
    }

    private static void Set(PSObject given, string name, object value)
    {
        given.Properties.Remove(name);
        given.Properties.Add(new PSNoteProperty(name, value));
    }
}
