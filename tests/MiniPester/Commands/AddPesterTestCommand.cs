using System.Management.Automation;
using MiniPester.Model;
using MiniPester.Running;

namespace MiniPester.Commands;

/// <summary>It.</summary>
[Cmdlet(VerbsCommon.Add, "PesterTest")]
[Alias("It")]
public sealed class AddPesterTestCommand : NodeCommand
{
    [Parameter(Mandatory = true, Position = 1)]
    public ScriptBlock Test { get; set; } = null!;

    protected override ScriptBlock Body => Test;

    private protected override void Declare(SpecFile file, TestData data) =>
        file.Current.Children.Add(new Test(file.Current, Name, Body, data, Skip));
}
