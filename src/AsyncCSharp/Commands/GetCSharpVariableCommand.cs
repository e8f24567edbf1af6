using System.Management.Automation;
using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;

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
        foreach ((string name, CSharpVariable[] found) in Read(ResolveSession(Session)))
        {
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(Errors.VariableNotFound(name));
            }

            foreach (CSharpVariable variable in found)
            {
                WriteObject(ValueOnly ? variable.Value : variable);
            }
        }
    }

    // The session is given back before anything is written: commands downstream may take their time.
    private (string Name, CSharpVariable[] Found)[] Read(CSharpSession session)
    {
        using SessionHold hold = EnterSession(session, session.Name);
        IReadOnlyList<ScriptVariable> variables = hold.ScriptOrNull?.GetVariables() ?? [];
        return [.. Name.Select(name => (name, VariableNames.Find(variables, name).Select(v => new CSharpVariable(v.Name, PipelineValue.OfVariable(v.Value, v.Names), v.Type)).ToArray()))];
    }
}
