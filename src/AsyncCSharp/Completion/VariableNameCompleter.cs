using System.Collections;
using AsyncCSharp.Text;

namespace AsyncCSharp;

/// <summary>Completes the names of a session's variables.</summary>
public sealed class VariableNameCompleter : NameCompleter
{
    // A completion does not wait for the session: the names may be a moment old.
    private protected override IEnumerable<(string Name, string Description)> Names(IDictionary parameters) =>
        SessionOf(parameters)?.Glance?.GetVariables().Select(v => (v.Name, $"{TypeDisplay.Of(v.Type)} {v.Name}")) ?? [];
}
