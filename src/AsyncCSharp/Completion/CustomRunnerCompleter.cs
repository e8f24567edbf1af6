using System.Collections;
using AsyncCSharp.Sessions;

namespace AsyncCSharp;

/// <summary>Completes the names of runners that can be unregistered.</summary>
public sealed class CustomRunnerCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Description)> Names(IDictionary parameters) =>
        RunspaceSessions.Current.Runners.Entries.Where(e => !e.IsBuiltIn).Select(e => (e.Name, e.Description));
}
