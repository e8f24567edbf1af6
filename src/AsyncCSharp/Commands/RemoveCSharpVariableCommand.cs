using System.Management.Automation;
using AsyncCSharp.Contract;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Commands;

/// <summary>Removes variables of a C# session, and lets go of their values.</summary>
[Cmdlet(VerbsCommon.Remove, "CSharpVariable", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveCSharpVariableCommand : CompilingCommand
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(VariableNameCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>The session: its name, or the object.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        CSharpSession session = ResolveSession(Session);
        using SessionHold hold = EnterSession(session, session.Name);
        IReadOnlyList<ScriptVariable> variables = hold.ScriptOrNull?.GetVariables() ?? [];
        List<string> removed = [];
        foreach (string name in Name)
        {
            string[] found = [.. VariableNames.Find(variables, name).Select(v => v.Name)];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(Errors.VariableNotFound(name));
            }

            removed.AddRange(found.Where(v => !removed.Contains(v) && ShouldProcess(v, Strings.WhatIfRemoveVariable)));
        }

        if (removed.Count > 0)
        {
            Guarded(() => hold.OpenScript(StopToken).RemoveVariables(removed, StopToken), session.Name);
        }
    }
}
