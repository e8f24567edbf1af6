using System.Management.Automation;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace AsyncCSharp.Bench;

/// <summary>What one writes in thirty lines around Roslyn's own scripting: the yardstick for start-up and for single cells.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ScriptCell")]
public sealed class ScriptCellCommand : PSCmdlet
{
    private static readonly ScriptOptions s_options = ScriptOptions.Default
        .WithReferences(typeof(object).Assembly, typeof(Enumerable).Assembly, typeof(HttpClient).Assembly, typeof(PSObject).Assembly)
        .WithImports("System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading.Tasks");

    private static ScriptState<object>? s_state;

    /// <summary>The text.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Code { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        s_state = Task.Run(() => s_state is null
            ? CSharpScript.RunAsync(Code, s_options)
            : s_state.ContinueWithAsync(Code, s_options)).GetAwaiter().GetResult();
        if (s_state.ReturnValue is not null)
        {
            WriteObject(s_state.ReturnValue, enumerateCollection: true);
        }
    }
}
