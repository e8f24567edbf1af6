using System.Management.Automation;

namespace AsyncCSharp.Kernels;

/// <summary>
/// Hands on what a script gives to the command that shows it. Only the runspace of a kernel has it: where nothing but the formatter follows a native
/// program, PowerShell does not read what the program prints, and the program would print past the notebook.
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
