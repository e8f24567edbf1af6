namespace AsyncCSharp.Bench;

/// <summary>Single cells, in a process that is new in each round.</summary>
internal static class Cells
{
    private const string New = "new cell";
    private const string NewYardstick = "new cell, yardstick";
    private const string NewType = "new cell, Add-Type";
    private const string NewRepl = "new cell, csharprepl";
    private const string NewDotNetRepl = "new cell, dotnet-repl";
    private const string NewInteractive = "new cell, dotnet-interactive";
    private const string NewPython = "new cell, IPython";
    private const string Same = "same cell";
    private const string SameYardstick = "same cell, yardstick";
    private const string SameInteractive = "same cell, dotnet-interactive";
    private const string SamePython = "same cell, IPython";
    private const string Together = "four runspaces side by side";
    private const string InTurn = "four runspaces one after the other";
    private const string Plain = "a cmdlet that only writes a number";

    // The chain: cells 1 to 10 declare a variable each. Those that are timed come after them.
    private const int Chain = 10;
    private const int Timed = 40;

    private const int LastCell = 1000;
    private const string Declaring = "declaring";
    private const string NotDeclaring = "not declaring";

    private const string SameCell = "await Task.Yield(); 6 * 7";

    /// <summary>What is measured.</summary>
    public static Group Group { get; } = new("cells", "Single cells in a process that is running", 5, Measure, Rows);

    private static string[] NewCells => Make(Chain + Timed, i => i <= Chain ? $"int v{i} = {i}; v{i}" : $"await Task.Yield(); v1 + {i}");

    private static string[] NewTypes => Make(
        Chain + Timed,
        i => $"public static class C{i} {{ public static async System.Threading.Tasks.Task<int> F() {{ await System.Threading.Tasks.Task.Yield(); return 6 * {i}; }} }}");

    private static string[] SameCells => Make(Chain + Timed, static _ => SameCell);

    private static Measurements Measure(BenchOptions options, int rounds)
    {
        int last = options.Cells(LastCell);
        string[] repeated = Make(options.Cells(2000), static _ => SameCell);
        return Measurements.Take(
            [
                new(New, () => Later(Pwsh.Times(Pwsh.Import, NewCells, "cs $code"))),
                new(NewYardstick, () => Later(Pwsh.Times(Pwsh.ImportYardsticks, NewCells, "Invoke-ScriptCell $code"))),
                new(NewType, () => Later(Pwsh.Times("", NewTypes, "(Add-Type $code -PassThru)[0]::F().GetAwaiter().GetResult()"))),
                new(NewRepl, () => Later(CSharpRepl.Times(NewCells))),
                new(NewDotNetRepl, () => Later(DotNetRepl.Times(NewCells))),
                new(NewInteractive, () => Later(DotNetInteractive.Times(NewCells))),

                // IPython would print a value: it is spared that.
                new(NewPython, () => Later(IPython.Times(Make(Chain + Timed, i => $"await asyncio.sleep(0); x = 6 * {i}")))),
                new(Same, () => SecondHalf(Pwsh.Times(Pwsh.Import, repeated, "cs $code"))),
                new(SameYardstick, () => Later(Pwsh.Times(Pwsh.ImportYardsticks, SameCells, "Invoke-ScriptCell $code"))),
                new(SameInteractive, () => Later(DotNetInteractive.Times(SameCells))),
                new(SamePython, () => SecondHalf(IPython.Times(Make(repeated.Length, static _ => "await asyncio.sleep(0); x = 6 * 7")))),
                new(Plain, () => SecondHalf(Pwsh.Times(Pwsh.ImportYardsticks, repeated, "Invoke-Plain $code"))),
                new(() => FourRunspaces(options.Cells(50)), InTurn, Together),
                TenthAndLast(Declaring, i => $"var v{i} = await Task.FromResult({i});", last),
                TenthAndLast(NotDeclaring, i => $"await Task.Yield(); 6 * {i}", last),
            ],
            rounds);
    }

    // The least of the rounds, each of which is a median of its own: two processes that hand work to each other are disturbed by others more
    // than one that computes, and not in the same round.
    private static IEnumerable<Row> Rows(BenchOptions options, Measurements taken)
    {
        string last = $"cell {options.Cells(LastCell):N0}";
        return
        [
            taken.LeastRow("a new async cell, chain of 10", "ms", New, NewYardstick, 0.45, "yardstick"),
            taken.LeastRow("...", "ms", New, NewType, label: "`Add-Type`"),
            taken.LeastRow("...", "ms", New, NewRepl, label: CSharpRepl.Name),
            taken.LeastRow("...", "ms", New, NewDotNetRepl, label: DotNetRepl.Name),
            taken.LeastRow("...", "ms", New, NewInteractive, label: DotNetInteractive.Name),
            taken.LeastRow("...", "ms", New, NewPython, label: "IPython"),
            taken.LeastRow("the same cell again", "ms", Same, SameYardstick, 0.005, "yardstick"),
            taken.LeastRow("...", "ms", Same, SameInteractive, label: DotNetInteractive.Name),
            taken.LeastRow("...", "ms", Same, SamePython, 1, "IPython"),
            taken.LeastRow("...", "ms", Same, Plain),
            taken.Row($"{options.Cells(50)} new cells in each of four runspaces, side by side", "ms", Together, InTurn, 0.6, "one after the other"),
            taken.LeastRow($"{last}, all declare", "ms", Last(Declaring), Tenth(Declaring), 1.3),
            taken.LeastRow($"{last}, none declares", "ms", Last(NotDeclaring), Tenth(NotDeclaring), 1.3),
        ];
    }

    // In one process, in turn: the median of seven rounds each, with other cells in each.
    private static double[] FourRunspaces(int cells)
    {
        double[][] rounds = [.. Pwsh.Numbers(
            $$"""
            $shells = foreach ($number in 1..4) {
                $shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::NewRunspace)
                $null = $shell.AddScript("{{Pwsh.Import}}; `$null = cs 'await Task.Yield(); 42'").Invoke()
                $shell
            }
            $cell = 0
            function Start-Cells($shell) {
                $shell.Commands.Clear()
                $null = $shell.AddScript("foreach (`$i in 1..{{cells}}) { `$null = cs `"await Task.Yield(); $(($script:cell++)) + `$i`" }")
                $shell.BeginInvoke()
            }
            foreach ($round in 1..7) {
                $start = [Diagnostics.Stopwatch]::GetTimestamp()
                foreach ($shell in $shells) { $null = $shell.EndInvoke((Start-Cells $shell)) }
                [Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMilliseconds
                $start = [Diagnostics.Stopwatch]::GetTimestamp()
                $runs = foreach ($shell in $shells) { @{ Shell = $shell; Result = Start-Cells $shell } }
                foreach ($run in $runs) { $null = $run.Shell.EndInvoke($run.Result) }
                [Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMilliseconds
            }
            """).Chunk(2)];
        return [Statistics.Median(rounds.Select(static round => round[0])), Statistics.Median(rounds.Select(static round => round[1]))];
    }

    // Each is the median of 20 cells around it; before them, in another session, the compiler gets warm.
    private static Subject TenthAndLast(string name, Func<int, string> cell, int last) => new(
        () =>
        {
            string warmUp = $"foreach ($i in 0..199) {{ $null = cs \"/* other text */ $($cells[$i % $cells.Length])\" }}; $null = New-CSharpSession Bench";
            double[] times = Pwsh.Times($"{Pwsh.Import}; {warmUp}", Make(last + 10, cell), "cs $code -Session Bench");
            return [Statistics.Median(times[..20]), Statistics.Median(times[^20..])];
        },
        Tenth(name),
        Last(name));

    private static string[] Make(int count, Func<int, string> cell) => [.. Enumerable.Range(1, count).Select(cell)];

    private static double Later(double[] times) => Statistics.Median(times[Chain..]);

    private static double SecondHalf(double[] times) => Statistics.Median(times[(times.Length / 2)..]);

    private static string Tenth(string name) => $"cell 10, {name}";

    private static string Last(string name) => $"last cell, {name}";
}
