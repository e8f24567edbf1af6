using System.Management.Automation;

namespace MiniPester.Commands;

/// <summary>Stands for what Pester has and MiniPester has not, so that a spec that uses it fails with a clear message.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "UnknownPester")]
[Alias("Mock", "InModuleScope", "Assert-MockCalled", "Should-Invoke", "Add-ShouldOperator", "Invoke-Pester", "New-Fixture", "Get-ShouldOperator")]
public sealed class InvokeUnknownPesterCommand : PSCmdlet
{
    [Parameter(ValueFromRemainingArguments = true)]
    public object?[] Arguments { get; set; } = [];

    protected override void BeginProcessing() =>
        throw new NotSupportedException(
            $"MiniPester does not know '{MyInvocation.InvocationName}'. tests/README.md lists what specs can use.");
}
