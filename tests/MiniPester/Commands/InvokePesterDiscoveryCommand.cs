using System.Management.Automation;
using MiniPester.Running;

namespace MiniPester.Commands;

/// <summary>BeforeDiscovery: runs at once, in the scope it stands in.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "PesterDiscovery")]
[Alias("BeforeDiscovery")]
public sealed class InvokePesterDiscoveryCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    protected override void EndProcessing()
    {
        if (new ScriptInvoker(this).Run(ScriptBlock) is { } error)
        {
            ThrowTerminatingError(error);
        }
    }
}
