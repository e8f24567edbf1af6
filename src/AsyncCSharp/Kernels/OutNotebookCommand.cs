using System.Management.Automation;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>The command at the end of a cell's pipeline, which shows what the cell gives. Only the runspace of a kernel has it.</summary>
[Cmdlet(VerbsData.Out, "CSharpNotebook")]
internal sealed class OutNotebookCommand : PSCmdlet
{
    /// <summary>What the cell gives.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Collects it.</summary>
    [Parameter(Mandatory = true)]
    public object Display { get; set; } = null!;

    /// <summary>Gets what is to be shown.</summary>
    [Parameter(Mandatory = true)]
    public object Show { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            ((CellDisplay)Display).Add(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (((CellDisplay)Display).Take() is { } data)
        {
            ((Action<JsonObject>)Show)(data);
        }
    }
}
