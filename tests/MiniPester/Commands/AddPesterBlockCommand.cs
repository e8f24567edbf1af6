using System.Management.Automation;
using MiniPester.Model;
using MiniPester.Running;

namespace MiniPester.Commands;

/// <summary>Describe and Context.</summary>
[Cmdlet(VerbsCommon.Add, "PesterBlock")]
[Alias("Describe", "Context")]
public sealed class AddPesterBlockCommand : NodeCommand
{
    [Parameter(Mandatory = true, Position = 1)]
    public ScriptBlock Fixture { get; set; } = null!;

    protected override ScriptBlock Body => Fixture;

    private protected override void Declare(SpecFile file, TestData data) =>
        file.DiscoverBlock(new Block(file.Current, Name, Body, data, Skip), new ScriptInvoker(this));
}
