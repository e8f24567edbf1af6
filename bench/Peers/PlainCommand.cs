using System.Management.Automation;

namespace AsyncCSharp.Bench;

/// <summary>A cmdlet that only writes a number: what PowerShell itself needs for the call of one.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Plain")]
public sealed class PlainCommand : PSCmdlet
{
    /// <summary>A text that nothing is done with.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Code { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(Code.Length);
}
