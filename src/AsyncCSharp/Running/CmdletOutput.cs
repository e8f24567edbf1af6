using System.Management.Automation;

namespace AsyncCSharp;

/// <summary>The streams of a running cmdlet.</summary>
internal sealed class CmdletOutput(PSCmdlet cmdlet) : ICellOutput
{
    public PSVariableIntrinsics Variables => cmdlet.SessionState.PSVariable;

    public bool OwnsScripts => false;

    public PowerShell CreateShell() => PowerShell.Create(RunspaceMode.CurrentRunspace);

    public void WriteObject(object? value, bool enumerate) => cmdlet.WriteObject(value, enumerate);

    public void WriteError(ErrorRecord error) => cmdlet.WriteError(error);

    public void WriteWarning(string message) => cmdlet.WriteWarning(message);

    public void WriteVerbose(string message) => cmdlet.WriteVerbose(message);

    public void WriteDebug(string message) => cmdlet.WriteDebug(message);

    public void WriteInformation(object message, string[] tags) => cmdlet.WriteInformation(message, tags);

    public void WriteProgress(ProgressRecord progress) => cmdlet.WriteProgress(progress);
}
