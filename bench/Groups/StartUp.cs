namespace AsyncCSharp.Bench;

/// <summary>Whole processes, from start to end.</summary>
internal static class StartUp
{
    private const string BareHost = "bare host";
    private const string Imported = "Import-Module";
    private const string Roslyn = "assemblies of Roslyn";
    private const string First = "one async cell";
    private const string Again = "one async cell, warm disk cache";
    private const string Yardstick = "yardstick";
    private const string Repl = $"csharprepl {CSharpRepl.Version}";
    private const string Python = "IPython";
    private const string AddType = "Add-Type";

    private const string Cell = "await Task.Delay(1); 42";
    private const string Type = "public static class C { public static async System.Threading.Tasks.Task<int> F() { await System.Threading.Tasks.Task.Delay(1); return 42; } }";

    /// <summary>Measures.</summary>
    public static IEnumerable<Row> Run(BenchOptions options, IDictionary<string, Measurements> log)
    {
        string cache = Directory.CreateTempSubdirectory("asynccsharp-bench-").FullName;
        try
        {
            _ = Host.Time($"{Host.Import}; cs '{Cell}'", cache);
            return [.. Rows(log["startup"] = Measurements.Take(Subjects(cache), options.Rounds))];
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    private static IReadOnlyList<Subject> Subjects(string cache) =>
    [
        new(BareHost, () => Host.Time("42")),
        new(Imported, () => Host.Time(Host.Import)),
        new(Roslyn, () => Host.Numbers(
            $"{Host.Import}; [AppDomain]::CurrentDomain.GetAssemblies().Where({{ $_.GetName().Name.StartsWith('Microsoft.CodeAnalysis') }}).Count").Single()),
        new(First, () => Host.Time($"{Host.Import}; cs '{Cell}'")),
        new(Again, () => Host.Time($"{Host.Import}; cs '{Cell}'", cache)),
        new(Yardstick, () => Host.Time($"{Host.ImportYardstick}; Invoke-ScriptCell '{Cell}'")),
        new(Repl, () => CSharpRepl.Time(Cell)),
        new(Python, () => IPython.Time("import asyncio\nawait asyncio.sleep(0.001)\n42")),
        new(AddType, () => Child.Time(Child.Find("pwsh"), ["-NoProfile", "-c", $"Add-Type '{Type}'; [C]::F().GetAwaiter().GetResult()"])),
    ];

    private static IEnumerable<Row> Rows(Measurements taken)
    {
        yield return taken.Row(BareHost, "ms", BareHost);
        yield return new Row("`Import-Module` over it", "ms", taken.Median(Imported) - taken.Median(BareHost), Target: 60, Note: taken.Note(Imported, BareHost));
        yield return taken.Row("assemblies of Roslyn that it loads", "", Roslyn, target: 0);
        yield return taken.Row("process, one async cell, nothing cached", "ms", First, Yardstick, 0.6);
        yield return taken.Row("...", "ms", First, Repl);
        yield return taken.Row("...", "ms", First, Python);
        yield return taken.Row("...", "ms", First, AddType);
        yield return taken.Row("the same with a warm disk cache", "ms", Again, BareHost, 1.35);
        yield return taken.Row("...", "ms", Again, Python, 1);
        yield return taken.Row("...", "ms", Again, Yardstick);
    }
}
