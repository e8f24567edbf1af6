namespace AsyncCSharp.Bench;

/// <summary>Many objects at a time, against what PowerShell, and C# without it, need for the same: through a pipeline, fanned out, and as
/// a stream, in turn in one process.</summary>
internal static class Pipelines
{
    private const string FanOut = "our fan-out";
    private const string InParallel = "`ForEach-Object -Parallel`";
    private const string InCSharp = "`Task.WhenAll` and a `SemaphoreSlim` in C#";
    private const string WideFanOut = "our wide fan-out";
    private const string WideInCSharp = "the same in C#";
    private const string Objects = "our objects";
    private const string AwaitingObjects = "our awaiting objects";
    private const string ForEachObject = "`ForEach-Object { $_ * 2 }`";
    private const string AsyncStream = "our stream";
    private const string Sequence = "a synchronous sequence";
    private const string Loop = "a loop of PowerShell";

    private const int Iterations = 3;
    private const int Waits = 1000;
    private const int WideWaits = 10_000;
    private const int Limit = 64;
    private const int Milliseconds = 50;

    // Waits in turns of the limit.
    private const double Ideal = (Waits + Limit - 1) / Limit * Milliseconds;

    private const string DeclareStream = "cs 'async IAsyncEnumerable<int> Stream(int n) { for (int i = 0; i < n; i++) { if (i % 1000 == 0) await Task.Yield(); yield return i; } }'";

    private static readonly (string Name, string Script)[] s_subjects =
    [
        (FanOut, $"1..{Waits} | cs 'await Task.Delay({Milliseconds}); return Input;' -ThrottleLimit {Limit}"),
        (InParallel, $"1..{Waits} | ForEach-Object -Parallel {{ [Threading.Thread]::Sleep({Milliseconds}); $_ }} -ThrottleLimit {Limit}"),
        (InCSharp, $"[{typeof(WhenAll)}]::Wait({Waits}, {Limit}, {Milliseconds}).GetAwaiter().GetResult()"),
        (WideFanOut, $"1..{WideWaits} | cs 'await Task.Delay({Milliseconds}); return Input;' -ThrottleLimit {WideWaits}"),
        (WideInCSharp, $"[{typeof(WhenAll)}]::Wait({WideWaits}, {WideWaits}, {Milliseconds}).GetAwaiter().GetResult()"),
        (Objects, "1..100000 | cs 'Input * 2'"),
        (AwaitingObjects, "1..100000 | cs 'await Task.CompletedTask; return Input * 2;'"),
        (ForEachObject, "1..100000 | ForEach-Object { $_ * 2 }"),
        (AsyncStream, "cs 'Stream(1000000)'"),
        (Sequence, "cs 'Enumerable.Range(0, 1000000)'"),
        (Loop, "for ($i = 0; $i -lt 1000000; $i++) { $i }"),
    ];

    /// <summary>What is measured.</summary>
    public static Group Group { get; } = new("pipelines", "Pipelines", 5, Measure, static (_, taken) => Rows(taken));

    private static Measurements Measure(BenchOptions options, int rounds) =>
        Pwsh.Turns($"{Pwsh.Import}; {Pwsh.ImportYardsticks}; {DeclareStream}", s_subjects, rounds, options.Quick ? 1 : Iterations);

    private static IEnumerable<Row> Rows(Measurements taken) =>
    [
        taken.Row("100,000 objects through `Input * 2`", "ms", Objects, ForEachObject, 0.5),
        taken.Row("100,000 objects through `await Task.CompletedTask; return Input * 2;`", "ms", AwaitingObjects, ForEachObject),
        new("fan-out, 1,000 x 50 ms at 64", "ms", taken.Median(FanOut), "the ideal time", Ideal, 1.15),
        taken.Row("...", "ms", FanOut, InCSharp),
        taken.Row("...", "ms", FanOut, InParallel, 0.2),
        taken.Row("fan-out, 10,000 x 50 ms at 10,000", "ms", WideFanOut, WideInCSharp),
        taken.Row("async stream of 1,000,000", "ms", AsyncStream, Sequence, 1.5),
        taken.Row("...", "ms", AsyncStream, Loop),
    ];
}
