using System.Management.Automation;

namespace AsyncCSharp.Kernels;

/// <summary>
/// Between a script and what shows it. There in the runspace of a kernel only: PowerShell leaves to native programs the process's own output
/// where nothing but the formatter comes behind them.
/// </summary>
[Cmdlet(VerbsData.Out, "CSharpNotebookPass")]
internal sealed class PassNotebookCommand : PSCmdlet
{
    /// <summary>What comes.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(InputObject);
}
