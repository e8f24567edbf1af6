using System.Collections;
using System.Management.Automation;
using AsyncCSharp.Conversion;
using AsyncCSharp.Text;

namespace AsyncCSharp;

/// <summary>Completes the names of PowerShell's variables that a cell can be given.</summary>
public sealed class ShellVariableCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Description)> Names(IDictionary parameters)
    {
        // The variables of the scope that is completed in, as they are listed there.
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return [.. shell.AddCommand(@"Microsoft.PowerShell.Utility\Get-Variable").Invoke<PSVariable>()
            .Where(v => CSharpName.IsValid(v.Name))
            .Select(v => (v.Name, $"{(v.Value is null ? "null" : TypeDisplay.Of(PSValue.Unwrap(v.Value)!.GetType()))} ${v.Name}"))];
    }
}
