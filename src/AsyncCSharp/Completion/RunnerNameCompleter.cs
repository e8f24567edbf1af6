using System.Collections;
using AsyncCSharp.Sessions;

namespace AsyncCSharp;

/// <summary>Completes the names of runners, and on and off.</summary>
public sealed class RunnerNameCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Description)> Names(IDictionary parameters) =>
    [
        .. RunspaceSessions.Current.Runners.Entries.Select(e => (e.Name, e.Description)),
        ("On", Strings.CompletionOn),
        ("Off", Strings.CompletionOff),
    ];
}
