namespace AsyncCSharp.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Groups">The names of the groups to run; none means all.</param>
/// <param name="Rounds">How many times everything is measured; null means as each group wants it.</param>
/// <param name="Quick">One round over a tenth of the cells: shows that the bench works, not how fast anything is.</param>
/// <param name="Json">The file for the figures.</param>
/// <param name="Report">The Markdown file in which the report stands, or null.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Groups, int? Rounds, bool Quick, string Json, string? Report)
{
    /// <summary>Reads the command line; a word that is neither an option nor a group is refused.</summary>
    public static BenchOptions Parse(IReadOnlyList<string> arguments, IReadOnlyCollection<string> known)
    {
        List<string> groups = [];
        int? rounds = null;
        bool quick = false;
        string? report = null;
        string json = Path.Combine(Places.Bench, "results", $"{DateTime.UtcNow:yyyyMMdd-HHmmss}.json");
        for (int i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--quick":
                    quick = true;
                    break;
                case "--rounds" when i + 1 < arguments.Count && int.TryParse(arguments[i + 1], out int count) && count > 0:
                    rounds = count;
                    i++;
                    break;
                case "--json" when i + 1 < arguments.Count:
                    json = Path.GetFullPath(arguments[++i]);
                    break;
                case "--report" when i + 1 < arguments.Count:
                    report = Path.GetFullPath(arguments[++i]);
                    _ = Bench.Report.Split(report);
                    break;
                case string group when known.Contains(group):
                    groups.Add(group);
                    break;
                default:
                    throw new ArgumentException($"'{arguments[i]}' is not understood: {string.Join(' ', known)} [--rounds N] [--quick] [--json FILE] [--report FILE]");
            }
        }

        return new(groups, rounds ?? (quick ? 1 : null), quick, json, report);
    }

    /// <summary>A number of cells, or a tenth of it.</summary>
    public int Cells(int count) => Quick ? count / 10 : count;
}
