using System.Collections;
using System.Globalization;
using AsyncCSharp.Text;

namespace AsyncCSharp;

/// <summary>Completes the numbers of the cells that a session has run, the newest first.</summary>
public sealed class HistoryIdCompleter : NameCompleter
{
    private const int LongestText = 1_000;

    private protected override IEnumerable<(string Name, string Description)> Names(IDictionary parameters) =>
        SessionOf(parameters)?.Lifetime.History.Cells.Reverse().DistinctBy(c => c.Number)
            .Select(c => (c.Number.ToString(CultureInfo.InvariantCulture), Shown.Message(c.Code, LongestText))) ?? [];
}
