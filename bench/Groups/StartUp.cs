namespace AsyncCSharp.Bench;

/// <summary>Whole processes, from start to end.</summary>
internal static class StartUp
{
    private const string BareShell = "bare `pwsh`";
    private const string Imported = "Import-Module";
    private const string Roslyn = "assemblies of Roslyn";
    private const string First = "one async cell";
    private const string Again = "one async cell, warm disk cache";
    private const string Caught = "the first error, caught";
    private const string Shown = "the first error, shown";
    private const string ShownBare = "bare `pwsh` that shows an error of its own";
    private const string Yardstick = "yardstick";
    private const string AddType = "`Add-Type`";
    private const string Changed = "`dotnet run`, changed";
    private const string Cached = "`dotnet run`, cached";
    private const string Python = "IPython";

    private const string Wrong = "await Task.Delay(1); Missing()";
    private const string Cell = "await Task.Delay(1); 42";
    private const string Program = "await Task.Delay(1); Console.WriteLine(42);";
    private const string Type = "public static class C { public static async System.Threading.Tasks.Task<int> F() { await System.Threading.Tasks.Task.Delay(1); return 42; } }";

    // Roslyn is in every pwsh that has imported its own utilities: that one does not count.
    private const string CountRoslyn = "[AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name.StartsWith('Microsoft.CodeAnalysis') -and !$_.Location.StartsWith($PSHOME) }).Count";

    /// <summary>What is measured.</summary>
    public static Group Group { get; } = new("startup", "Whole processes", 9, Measure, static (_, taken) => Rows(taken));

    private static Measurements Measure(BenchOptions options, int rounds)
    {
        using TemporaryFolder cache = new();
        using FileProgram program = new(Program);
        _ = Pwsh.Time($"{Pwsh.Import}; cs '{Cell}'", cache.Path);
        return Measurements.Take(
            [
                new(BareShell, () => Pwsh.Time("42")),
                new(Imported, () => Pwsh.Time(Pwsh.Import)),
                new(Roslyn, () => Pwsh.Numbers($"{Pwsh.Import}; {CountRoslyn}").Single()),
                new(First, () => Pwsh.Time($"{Pwsh.Import}; cs '{Cell}'")),
                new(Again, () => Pwsh.Time($"{Pwsh.Import}; cs '{Cell}'", cache.Path)),
                new(Caught, () => Pwsh.Time($"{Pwsh.Import}; try {{ cs '{Wrong}' }} catch {{ 42 }}")),
                new(Shown, () => Pwsh.Time($"{Pwsh.Import}; $ErrorActionPreference = 'Continue'; cs '{Wrong}'; 42")),
                new(ShownBare, () => Pwsh.Time("Get-Item /nonexistent -ErrorAction Continue; 42")),
                new(Yardstick, () => Pwsh.Time($"{Pwsh.ImportYardsticks}; Invoke-ScriptCell '{Cell}'")),
                new(AddType, () => Pwsh.Time($"Add-Type '{Type}'; [C]::F().GetAwaiter().GetResult()")),
                new(CSharpRepl.Name, () => CSharpRepl.Time(Cell)),
                new(DotNetRepl.Name, () => DotNetRepl.Time(Cell)),
                new(DotNetInteractive.Name, () => DotNetInteractive.Time(Cell)),
                new(Changed, program.TimeChanged),
                new(Cached, program.TimeCached),
                new(Python, () => IPython.Time("import asyncio\nawait asyncio.sleep(0.001)\n42")),
            ],
            rounds);
    }

    private static IEnumerable<Row> Rows(Measurements taken) =>
    [
        taken.Row(BareShell, "ms", BareShell),
        new Row("`Import-Module` over it", "ms", taken.Median(Imported) - taken.Median(BareShell), Target: 60, Note: taken.Note(Imported, BareShell)),
        taken.Row("assemblies of Roslyn that it loads", "", Roslyn, target: 0),
        taken.Row("one async cell, nothing cached", "ms", First, BareShell, 1.6),
        taken.Row("...", "ms", First, Yardstick),
        taken.Row("...", "ms", First, AddType),
        taken.Row("...", "ms", First, CSharpRepl.Name),
        taken.Row("...", "ms", First, DotNetRepl.Name),
        taken.Row("...", "ms", First, DotNetInteractive.Name),
        taken.Row("...", "ms", First, Changed),
        taken.Row("...", "ms", First, Python),
        taken.Row("the same with a warm disk cache", "ms", Again, BareShell, 1.25),
        taken.Row("...", "ms", Again, Yardstick),
        taken.Row("...", "ms", Again, Cached),
        taken.Row("...", "ms", Again, Python, 1),
        taken.Row("the first error of a process, caught", "ms", Caught, BareShell, 1.7),
        taken.Row("the first error of a process, shown", "ms", Shown, BareShell, 1.7),
        taken.Row("...", "ms", Shown, ShownBare),
    ];
}
