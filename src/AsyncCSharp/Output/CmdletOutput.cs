using System.Management.Automation;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;

namespace AsyncCSharp.Output;

/// <summary>The streams of a running cmdlet.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="label">What a prompt shows before what the cell gives; null elsewhere.</param>
internal sealed class CmdletOutput(PSCmdlet cmdlet, OutputLabel? label = null) : ICellOutput
{
    public PSVariableIntrinsics Variables => cmdlet.SessionState.PSVariable;

    public PathIntrinsics Paths => cmdlet.SessionState.Path;

    public bool OwnsScripts => false;

    public bool AllowsStandIn => InformationTarget.IsHost(cmdlet);

    public GivenValues Given { get; } = new();

    public bool IsEarlyEnd => EarlyEnd.IsNow(cmdlet);

    public void EnterRunspace()
    {
        // The pipeline thread executes in the runspace already.
    }

    public object? InPipeline(Func<object?> code) => code();

    public PowerShell CreateShell() => PowerShell.Create(RunspaceMode.CurrentRunspace);

    public ScriptStreams StreamsForScripts(Action<Action> forward) => CommandStreams.Of(cmdlet, record => forward(() => ScriptRecords.Write(cmdlet, record)));

    public void WriteObject(object? value, bool enumerate)
    {
        label?.WriteBefore(value);
        PipelineValue.Write(cmdlet, value, enumerate, Given);
    }

    public void WriteError(ErrorRecord error) => ScriptRecords.WriteError(cmdlet, error);

    public void WriteWarning(string message, string? id = null) => OwnRecords.Warn(cmdlet, message, id);

    public void WriteVerbose(string message) => cmdlet.WriteVerbose(message);

    public void Tell(Func<string> message)
    {
        if (OwnRecords.AreWanted(cmdlet))
        {
            OwnRecords.Tell(cmdlet, message());
        }
    }

    public void WriteDebug(string message) => cmdlet.WriteDebug(message);

    public void WriteInformation(object message, string[] tags) => cmdlet.WriteInformation(message, tags);

    public void WriteProgress(ProgressRecord progress) => cmdlet.WriteProgress(progress);
}
