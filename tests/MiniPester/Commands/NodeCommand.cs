using System.Management.Automation;
using MiniPester.Model;
using MiniPester.Running;

namespace MiniPester.Commands;

/// <summary>What Describe, Context and It have in common.</summary>
public abstract class NodeCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    [Parameter]
    [Alias("TestCases")]
    public object?[]? ForEach { get; set; }

    [Parameter]
    public SwitchParameter Skip { get; set; }

    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>Gets the script block of the node.</summary>
    protected abstract ScriptBlock Body { get; }

    protected sealed override void EndProcessing()
    {
        SpecFile file = SpecFile.UnderDiscovery
            ?? throw new InvalidOperationException($"{MyInvocation.InvocationName} belongs into a spec file, outside of It and the hooks.");
        if (ForEach is { Length: 0 })
        {
            // Pester would drop the tests without a word.
            throw new ArgumentException($"-ForEach of '{Name}' is empty.");
        }

        foreach (TestData data in TestData.Of(ForEach))
        {
            Declare(file, data);
        }
    }

    private protected abstract void Declare(SpecFile file, TestData data);
}
