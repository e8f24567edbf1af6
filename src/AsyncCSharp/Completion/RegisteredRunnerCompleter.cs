using System.Collections;
using AsyncCSharp.Sessions;

namespace AsyncCSharp;

/// <summary>Completes the names of runners.</summary>
public sealed class RegisteredRunnerCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Description)> Names(IDictionary parameters) =>
        RunspaceSessions.Current.Runners.Entries.Select(e => (e.Name, e.Description));
}
