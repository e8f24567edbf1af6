using System.Globalization;
using System.Management.Automation;

namespace AsyncCSharp.Reporting;

/// <content>Errors about the history of a session.</content>
internal static partial class Errors
{
    /// <summary>How many stretches of numbers a message has.</summary>
    private const int MostStretches = 10;

    /// <summary>There is no cell of the number.</summary>
    /// <param name="id">The number.</param>
    /// <param name="session">The session's name.</param>
    /// <param name="there">The numbers that are there, in the order of the history.</param>
    public static ErrorRecord HistoryNotFound(int id, string session, IReadOnlyList<int> there) => Create(
        nameof(Strings.HistoryNotFound),
        ErrorCategory.ObjectNotFound,
        id,
        id,
        session,
        there.Count == 0 ? Strings.HistoryEmpty : string.Format(null, Strings.HistoryNumbers, Stretches(there)));

    public static ErrorRecord CountForSeveralIds(int[] ids) =>
        Create(nameof(Strings.CountForSeveralIds), ErrorCategory.InvalidArgument, ids);

    // 1-7, 9: the last stretches, where there are many.
    private static string Stretches(IReadOnlyList<int> numbers)
    {
        List<(int First, int Last)> found = [];
        foreach (int number in numbers)
        {
            if (found.Count > 0 && number - found[^1].Last is 0 or 1)
            {
                found[^1] = (found[^1].First, number);
            }
            else
            {
                found.Add((number, number));
            }
        }

        string text = string.Join(", ", found.TakeLast(MostStretches).Select(s => s.First == s.Last
            ? s.First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{s.First}-{s.Last}")));
        return found.Count > MostStretches ? $"..., {text}" : text;
    }
}
