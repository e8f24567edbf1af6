using System.Collections;
using AsyncCSharp.Conversion;
using AsyncCSharp.Sessions;
using AsyncCSharp.Text;

namespace AsyncCSharp;

/// <summary>Completes the names of a session's variables.</summary>
public sealed class VariableNameCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Description)> Names(IDictionary parameters)
    {
        object? argument = PSValue.Unwrap(parameters["Session"]);
        CSharpSession? session = argument as CSharpSession
            ?? RunspaceSessions.Current.Find(argument?.ToString() ?? RunspaceSessions.DefaultSessionName);

        // A completion does not wait for the session: the names may be a moment old.
        return session?.Glance?.GetVariables().Select(v => (v.Name, $"{TypeDisplay.Of(v.Type)} {v.Name}")) ?? [];
    }
}
