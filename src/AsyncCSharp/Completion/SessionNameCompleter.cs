using System.Collections;
using AsyncCSharp.Sessions;

namespace AsyncCSharp;

/// <summary>Completes the names of the runspace's sessions.</summary>
public sealed class SessionNameCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Description)> Names(IDictionary parameters)
    {
        RunspaceSessions state = RunspaceSessions.Current;
        _ = state.Find(RunspaceSessions.DefaultSessionName);
        return state.Sessions.Select(s => (s.Name, $"{s.Name}: {s.Runner}"));
    }
}
