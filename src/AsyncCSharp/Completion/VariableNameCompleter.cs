using System.Collections;

namespace AsyncCSharp;

/// <summary>Completes the names of a session's variables.</summary>
public sealed class VariableNameCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Description)> Names(IDictionary parameters)
    {
        object? argument = PSValue.Unwrap(parameters["Session"]);
        CSharpSession? session = argument as CSharpSession
            ?? RunspaceState.Current.Find(argument?.ToString() ?? RunspaceState.DefaultSessionName);
        return session?.ScriptOrNull?.GetVariables().Select(v => (v.Name, $"{TypeDisplay.Of(v.Type)} {v.Name}")) ?? [];
    }
}
