using System.Management.Automation;
using AsyncCSharp.Interop;

namespace AsyncCSharp.Machines;

/// <summary>The streams of the cmdlet.</summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class CmdletSpreadStreams(PSCmdlet cmdlet) : ISpreadStreams
{
    public void WriteObject(object? value) => cmdlet.WriteObject(value, enumerateCollection: false);

    public void WriteError(ErrorRecord error) => cmdlet.WriteError(error);

    public void WriteWarning(string message, string? id) => OwnRecords.Warn(cmdlet, message, id);

    public void WriteVerbose(string message) => cmdlet.WriteVerbose(message);

    public void WriteDebug(string message) => cmdlet.WriteDebug(message);

    public void WriteInformation(InformationRecord information) => cmdlet.WriteInformation(information);

    public void WriteProgress(ProgressRecord progress) => cmdlet.WriteProgress(progress);
}
