using static AsyncCSharp.Bench.PipelineBenchmarks;

namespace AsyncCSharp.Bench;

/// <summary>Many objects against what PowerShell, and C# without it, need for the same.</summary>
internal static class Pipelines
{
    private const int Iterations = 3;

    // 1,000 waits in turns of 64.
    private const double Ideal = (Waits + Limit - 1) / Limit * WaitMilliseconds;

    /// <summary>Measures.</summary>
    public static IEnumerable<Row> Run(BenchOptions options, IDictionary<string, Measurements> log)
    {
        Measurements taken = log["pipelines"] = InProcess.Take<PipelineBenchmarks>(options, Iterations);
        return
        [
            new("fan-out, 1,000 x 50 ms at 64", "ms", taken.Median(FanOut), "the ideal time", Ideal, 1.15),
            taken.Row("...", "ms", FanOut, WhenAll),
            taken.Row("...", "ms", FanOut, InParallel, 0.2),
            taken.Row("fan-out, 10,000 x 50 ms at 10,000", "ms", WideFanOut, WideWhenAll),
            taken.Row("100,000 objects, `Input * 2`", "ms", Objects, ForEachObject, 0.5),
            taken.Row("100,000 objects, each awaits", "ms", AwaitingObjects, ForEachObject),
            taken.Row("async stream of 1,000,000", "ms", AsyncStream, SyncSequence, 1.5),
            taken.Row("...", "ms", AsyncStream, Loop),
        ];
    }
}
