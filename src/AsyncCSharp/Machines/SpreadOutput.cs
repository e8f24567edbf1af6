using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AsyncCSharp.Interop;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Machines;

/// <summary>Where what machines give goes: the streams of the cmdlet, with where it is from. On the pipeline thread.</summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class SpreadOutput(PSCmdlet cmdlet)
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
                cmdlet.WriteObject(null);
                break;
            case RemotingErrorRecord error:
                cmdlet.WriteError(error);
                break;
            case ErrorRecord error:
                cmdlet.WriteError(error.Exception is RemoteException ? MachineErrors.Of(error, machine.Session) : error);
                break;
            case WarningRecord warning:
                OwnRecords.Warn(cmdlet, warning.Message, warning.FullyQualifiedWarningId is { Length: > 0 } id ? id : null);
                break;
            case VerboseRecord verbose:
                cmdlet.WriteVerbose(verbose.Message);
                break;
            case DebugRecord debug:
                cmdlet.WriteDebug(debug.Message);
                break;
            case ProgressRecord progress:
                cmdlet.WriteProgress(progress);
                break;
            case InformationRecord information:
                cmdlet.WriteInformation(information);
                break;
            default:
                cmdlet.WriteObject(From(value, machine), enumerateCollection: false);
                break;
        }
    }

    /// <summary>A warning of the call's own.</summary>
    public void Warn(string message, string id) => OwnRecords.Warn(cmdlet, message, id);

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
