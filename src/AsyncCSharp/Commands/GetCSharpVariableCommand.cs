using System.Management.Automation;
using AsyncCSharp.Engine;

namespace AsyncCSharp.Commands;

/// <summary>Gets the variables of a C# session.</summary>
[Cmdlet(VerbsCommon.Get, "CSharpVariable")]
[OutputType(typeof(CSharpVariable), typeof(object))]
public sealed class GetCSharpVariableCommand : SessionCommand
{
    /// <summary>Names, with wildcards; all without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(VariableNameCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The session: its name, or the object.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <summary>Gives the values instead.</summary>
    [Parameter]
    public SwitchParameter ValueOnly { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<ScriptVariable> variables = ResolveSession(Session).ScriptOrNull?.GetVariables() ?? [];
        foreach (string name in Name)
        {
            ScriptVariable[] found = Find(variables, name);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(Errors.VariableNotFound(name));
            }

            foreach (ScriptVariable variable in found)
            {
                WriteObject(ValueOnly ? variable.Value : new CSharpVariable(variable.Name, variable.Value, variable.Type));
            }
        }
    }

    // C# tells case apart and PowerShell does not: an exact match goes first.
    private static ScriptVariable[] Find(IReadOnlyList<ScriptVariable> variables, string name)
    {
        if (variables.FirstOrDefault(v => v.Name == name) is { } exact)
        {
            return [exact];
        }

        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return [.. variables.Where(v => pattern.IsMatch(v.Name))];
    }
}
