namespace AsyncCSharp.Bench;

/// <summary>What the checks in compiled cells cost.</summary>
internal static class Checks
{
    private const int Iterations = 9;

    /// <summary>Measures.</summary>
    public static IEnumerable<Row> Run(BenchOptions options, IDictionary<string, Measurements> log)
    {
        Measurements taken = log["checks"] = InProcess.Take<CheckBenchmarks>(options, Iterations);
        return CheckBenchmarks.All.Select(subject => new Row(
            subject.Name,
            "ms",
            taken.Least(InProcess.Name(CheckBenchmarks.With, subject.Name)),
            CheckBenchmarks.Without,
            taken.Least(InProcess.Name(CheckBenchmarks.Without, subject.Name)),
            subject.Target));
    }
}
