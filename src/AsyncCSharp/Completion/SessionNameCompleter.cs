using System.Collections;

namespace AsyncCSharp;

/// <summary>Completes the names of the runspace's sessions.</summary>
public sealed class SessionNameCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Description)> Names(IDictionary parameters)
    {
        RunspaceState state = RunspaceState.Current;
        _ = state.Find(RunspaceState.DefaultSessionName);
        return state.Sessions.Select(s => (s.Name, $"{s.Name}: {s.Runner}"));
    }
}
