using System.Management.Automation;

namespace AsyncCSharp.Kernels;

/// <summary>
/// Shows objects in a notebook as the value of a cell of C# is shown, and not as text: tables, images, plots. A cell of C# does it, so that formatters of the
/// user's can be stopped. Only the runspace of a kernel has it.
/// </summary>
[Cmdlet(VerbsData.Out, "Display")]
internal sealed class OutDisplayCommand : PSCmdlet
{
    private const string Script = "param($Code, $Arguments) Invoke-CSharpCell -Code $Code -ArgumentList $Arguments";
    private const string ShowCode = "Display.Show(Args[0])";
    private const string ShowAsCode = "Display.As((string)Args[1]!, $\"{Args[0]}\")";

    private readonly List<object> _items = [];

    /// <summary>What is shown: all of it in one place.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>What kind of text the objects are: they are shown as that.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? MimeType { get; set; }

    /// <summary>Gives the place where it is shown, for its method <c>Update</c>.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            _items.Add(InputObject.BaseObject is PSCustomObject ? InputObject : InputObject.BaseObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_items.Count == 0)
        {
            return;
        }

        // Lines of text are one text.
        object shown = MimeType is not null ? string.Join('\n', _items) : _items is [var one] ? one : _items.ToArray();
        foreach (PSObject place in InvokeCommand.InvokeScript(Script, [MimeType is null ? ShowCode : ShowAsCode, new object?[] { shown, MimeType }]))
        {
            if (PassThru)
            {
                WriteObject(place);
            }
        }
    }
}
