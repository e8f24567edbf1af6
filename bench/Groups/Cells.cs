namespace AsyncCSharp.Bench;

/// <summary>Single cells, in a process of the host that is new in each round.</summary>
internal static class Cells
{
    private const string New = "new cell";
    private const string NewYardstick = "new cell, yardstick";
    private const string NewPython = "new cell, IPython";
    private const string Same = "same cell";
    private const string SameYardstick = "same cell, yardstick";
    private const string Plain = "cmdlet that writes a number";
    private const string SamePython = "same cell, IPython";

    // The chain: cells 1 to 10 declare a variable each. Those that are timed come after them.
    private const int Chain = 10;
    private const int Timed = 40;

    // IPython would print a value: it is spared that.
    private const string NewPythonCode = "await asyncio.sleep(0); x = 6 * {i}";
    private const string SamePythonCode = "await asyncio.sleep(0); x = 6 * 7";

    private const string SameCode = "'await Task.Yield(); 6 * 7'";
    private const string NewCode = "if ($i -le 10) { \"int v$i = $i;\" } else { \"await Task.Yield(); v1 + $i\" }";

    /// <summary>Measures.</summary>
    public static IEnumerable<Row> Run(BenchOptions options, IDictionary<string, Measurements> log)
    {
        int repeated = options.Cells(2000);
        int last = options.Cells(1000);
        Measurements taken = log["cells"] = Measurements.Take(
            [
                new(New, () => Later(Host.Times(Host.Import, NewCode, "cs $code", Chain + Timed))),
                new(NewYardstick, () => Later(Host.Times(Host.ImportYardstick, NewCode, "Invoke-ScriptCell $code", Chain + Timed))),
                new(NewPython, () => Later(IPython.Times(NewPythonCode, Chain + Timed))),
                new(Same, () => SecondHalf(Host.Times(Host.Import, SameCode, "cs $code", repeated))),
                new(SameYardstick, () => Later(Host.Times(Host.ImportYardstick, SameCode, "Invoke-ScriptCell $code", Chain + Timed))),
                new(Plain, () => SecondHalf(Host.Times(Host.ImportYardstick, SameCode, "Invoke-Plain $code", repeated))),
                new(SamePython, () => SecondHalf(IPython.Times(SamePythonCode, repeated))),
                TenthAndLast("declaring", "\"var v$i = await Task.FromResult($i);\"", last),
                TenthAndLast("not declaring", "\"await Task.Yield(); 6 * $i\"", last),
            ],
            options.Rounds);

        return
        [
            taken.Row("a new async cell, chain of 10", "ms", New, NewYardstick, 0.5),
            taken.Row("...", "ms", New, NewPython),
            taken.Row("the same cell again", "ms", Same, SameYardstick, 0.005),
            taken.Row("...", "ms", Same, SamePython, 1),
            taken.Row("...", "ms", Same, Plain),
            taken.Row($"cell {last:N0}, all declare", "ms", Last("declaring"), Tenth("declaring"), 1.3),
            taken.Row($"cell {last:N0}, none declares", "ms", Last("not declaring"), Tenth("not declaring"), 1.3),
        ];
    }

    private static double Later(double[] times) => Statistics.Median(times[Chain..]);

    private static double SecondHalf(double[] times) => Statistics.Median(times[(times.Length / 2)..]);

    // Each is the median of 20 cells around it; before them, in another session, the compiler gets warm.
    private static Subject TenthAndLast(string name, string code, int last) => new(
        () =>
        {
            const int Warming = 200;
            string warm = $"{Host.Import}; for ($i = 1; $i -le {Warming}; $i++) {{ $null = cs ('/* other text */ ' + {code}) }}; $null = New-CSharpSession Bench";
            double[] times = Host.Times(warm, code, "cs $code -Session Bench", last + 10);
            return [Statistics.Median(times[..20]), Statistics.Median(times[^20..])];
        },
        Tenth(name),
        Last(name));

    private static string Tenth(string name) => $"cell 10, {name}";

    private static string Last(string name) => $"last cell, {name}";
}
