namespace AsyncCSharp.Bench;

/// <summary>What is left of cells, in a process that is new in each round.</summary>
internal static class Memory
{
    private const string Growth = "working set";
    private const string GrowthFirst = "working set, first cells";
    private const string GrowthSettled = "working set, settled";
    private const string Loaded = "assemblies of the cells";
    private const string Left = "assemblies left";
    private const int Settling = 200;

    // The runtime gives back what it can, so that what is left is in use.
    private const string Collect = "[GC]::Collect(2, [GCCollectionMode]::Aggressive, $true, $true); [GC]::WaitForPendingFinalizers(); [GC]::Collect(2, [GCCollectionMode]::Aggressive, $true, $true)";

    // Cells are what can be unloaded. The just-in-time compiler loads an assembly of the framework now and then when it optimises PowerShell's code.
    private const string Count = "[AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.IsCollectible }.Count";

    /// <summary>What is measured.</summary>
    public static Group Group { get; } = new("memory", "Memory", 3, Measure, Rows);

    private static Measurements Measure(BenchOptions options, int rounds) => Measurements.Take(
        [
            new(GrowthFirst, () => GrowFirst(First(options))),
            new(() => Grow(NewCells(options)), Growth, GrowthSettled),
            new(() => Reset(Declaring(options)), Loaded, Left),
        ],
        rounds);

    private static IEnumerable<Row> Rows(BenchOptions options, Measurements taken) =>
    [
        taken.Row($"working set of a shell after its first {First(options):N0} new cells, over that after one", "MB", GrowthFirst, target: 12),
        taken.Row($"working set after {NewCells(options):N0} new cells that declare nothing", "MB", Growth, target: 30),
        taken.Row($"... and after {NewCells(options):N0} more", "MB", GrowthSettled, target: 30),
        taken.Row($"assemblies of {Declaring(options):N0} cells", "", Loaded),
        taken.Row("... after `Reset-CSharpSession`", "", Left, target: 0),
    ];

    private static int First(BenchOptions options) => options.Cells(1000);

    private static int NewCells(BenchOptions options) => options.Cells(2000);

    private static int Declaring(BenchOptions options) => options.Cells(500);

    // What the just-in-time compiler keeps to work with goes with the second collection.
    private static double GrowFirst(int cells) => Pwsh.Numbers(
        $$"""
        {{Pwsh.Import}}
        $null = cs "await Task.Yield(); 42"
        {{Collect}}; Start-Sleep 3; {{Collect}}
        $before = [Environment]::WorkingSet
        for ($i = 1; $i -le {{cells}}; $i++) { $null = cs "await Task.Yield(); 6 * $i" }
        {{Collect}}; Start-Sleep 3; {{Collect}}
        ([Environment]::WorkingSet - $before) / 1MB
        """).Single();

    // In the first of them the runtime optimises the compiler itself, which is kept for good; cells alone are seen after that.
    private static double[] Grow(int cells) => Pwsh.Numbers(
        $$"""
        {{Pwsh.Import}}
        for ($i = 1; $i -le {{Settling}}; $i++) { $null = cs "await Task.Yield(); 6 * $i" }
        {{Collect}}
        foreach ($last in {{Settling + cells}}, {{Settling + (2 * cells)}}) {
            $before = [Environment]::WorkingSet
            for (; $i -le $last; $i++) { $null = cs "await Task.Yield(); 6 * $i" }
            {{Collect}}
            ([Environment]::WorkingSet - $before) / 1MB
        }
        """);

    // What unloads takes more than one collection: they are repeated until nothing goes any more, for two seconds at most.
    private static double[] Reset(int cells) => Pwsh.Numbers(
        $$"""
        {{Pwsh.Import}}
        for ($i = 1; $i -le 20; $i++) { $null = cs "int v$i = $i;" }
        Reset-CSharpSession
        {{Collect}}
        $before = {{Count}}
        for ($i = 1; $i -le {{cells}}; $i++) { $null = cs "var v$i = await Task.FromResult($i);" }
        $loaded = {{Count}} - $before
        Reset-CSharpSession
        $deadline = [DateTime]::UtcNow.AddSeconds(2)
        do { {{Collect}}; $left = {{Count}} - $before } while ($left -gt 0 -and [DateTime]::UtcNow -lt $deadline)
        $loaded
        $left
        """);
}
