using System.Collections;

namespace AsyncCSharp;

/// <summary>Completes the names of runners that can be unregistered.</summary>
public sealed class CustomRunnerCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Description)> Names(IDictionary parameters) =>
        RunspaceState.Current.Runners.Entries.Where(e => !e.IsBuiltIn).Select(e => (e.Name, e.Description));
}
