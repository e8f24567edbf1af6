using System.Management.Automation;
using MiniPester.Running;

namespace MiniPester.Commands;

/// <summary>Ends the test as skipped.</summary>
[Cmdlet(VerbsCommon.Set, "ItResult")]
public sealed class SetItResultCommand : PSCmdlet
{
    [Parameter(Mandatory = true)]
    public SwitchParameter Skipped { get; set; }

    [Parameter]
    public string Because { get; set; } = "";

    protected override void EndProcessing()
    {
        string reason = Because.Length == 0 ? "Set-ItResult -Skipped" : Because;
        ThrowTerminatingError(new ErrorRecord(
            new OperationCanceledException(reason), "PesterTestSkipped", ErrorCategory.OperationStopped, new SkipRequest(reason)));
    }
}
