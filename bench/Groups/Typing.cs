namespace AsyncCSharp.Bench;

/// <summary>What completion takes, in a process that is new in each round.</summary>
internal static class Typing
{
    private const string First = "first answer";
    private const string Later = "later answer";
    private const string LaterCost = "later answer, processor";
    private const string Chain = "later answer, chain";
    private const string ChainCost = "later answer, chain, processor";
    private const string Many = "long list, chain";
    private const string Before = "working set before";
    private const string After = "working set after the first answer";
    private const string Busy = "working set after many";
    private const string Settled = "working set after as many more";

    private const string Collect = "[GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect()";

    /// <summary>What is measured.</summary>
    public static Group Group { get; } = new("typing", "Completion", 3, Measure, Rows);

    private static Measurements Measure(BenchOptions options, int rounds) => Measurements.Take(
        [new(() => Ask(CellsIn(options), options.Cells(300)), First, Later, LaterCost, Chain, ChainCost, Many, Before, After, Busy, Settled)],
        rounds);

    private static IEnumerable<Row> Rows(BenchOptions options, Measurements taken) =>
    [
        taken.Row("the first answer of a process that has compiled a cell, all that it loads included", "ms", First, target: 1000),
        taken.Row("a later one, a word of a few answers, no chain", "ms", Later, target: 50),
        taken.Row("... in processor time", "ms", LaterCost),
        taken.Row($"the same, chain of {CellsIn(options):N0}", "ms", Chain, target: 50),
        taken.Row("... in processor time", "ms", ChainCost),
        taken.Row($"60 answers with descriptions, chain of {CellsIn(options):N0}", "ms", Many),
        taken.Row("working set of a shell that has compiled a cell", "MB", Before),
        taken.Row("... after the first answer", "MB", After),
        taken.Row($"... after {CellsIn(options):N0} cells that declare and {options.Cells(300):N0} answers", "MB", Busy),
        taken.Row("... after as many answers more", "MB", Settled),
    ];

    private static int CellsIn(BenchOptions options) => options.Cells(100);

    private static double[] Ask(int cells, int answers) => Pwsh.Numbers(
        $$"""
        {{Pwsh.Import}}
        function Ask([string]$Text) { $null = TabExpansion2 $Text $Text.Length }
        function Ask-Often([int]$Count, [string]$Text) {
            foreach ($i in 1..10) { Ask $Text }
            $process = [Diagnostics.Process]::GetCurrentProcess()
            $before = $process.TotalProcessorTime
            $times = foreach ($i in 1..$Count) {
                $start = [Diagnostics.Stopwatch]::GetTimestamp()
                Ask $Text
                [Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMilliseconds
            }
            $process.Refresh()
            ($times | Sort-Object)[$Count / 2]
            ($process.TotalProcessorTime - $before).TotalMilliseconds / $Count
        }
        $env:ASYNCCSHARP_COMPILER = 'inprocess'
        $null = cs 'await Task.Yield(); 6 * 7'
        {{Collect}}
        $memory = [Environment]::WorkingSet / 1MB
        $start = [Diagnostics.Stopwatch]::GetTimestamp()
        Ask "cs 'Console.Wr"
        $first = [Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMilliseconds
        {{Collect}}
        $memory = @($memory, ([Environment]::WorkingSet / 1MB))
        cs 'var value0 = new List<int>();'
        $times = @(Ask-Often 40 "cs 'value0.Ad")
        foreach ($i in 1..{{cells}}) { cs "var value$i = new List<int> { $i }; int Twice$i(int number) => 2 * number;" }
        $times += Ask-Often 40 "cs 'value1.Ad"
        $times += (Ask-Often 20 "cs '""text"".")[0]
        foreach ($round in 1..2) {
            foreach ($i in 1..{{answers}}) { Ask "cs 'value$(1 + $i % {{cells}}).Ad" }
            {{Collect}}
            $memory += [Environment]::WorkingSet / 1MB
        }
        $first
        $times
        $memory
        """);
}
