using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace AsyncCSharp.Bench;

/// <summary>BenchmarkDotNet, several times over in this process: it measures one benchmark after the other, and ratios want turns.</summary>
internal static class InProcess
{
    // Which BenchmarkDotNet puts around a description that has blanks.
    private const char Quote = '\'';

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    /// <summary>Measures all benchmarks of a class. A figure is named by the description, and by the argument where there is one.</summary>
    public static Measurements Take<TBenchmarks>(BenchOptions options, int iterations)
    {
        Measurements measurements = new();
        for (int round = 0; round < options.Rounds; round++)
        {
            foreach (BenchmarkReport report in BenchmarkRunner.Run<TBenchmarks>(Configure(round, options.Quick ? 1 : iterations)).Reports)
            {
                string name = Name(report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim(Quote), report.BenchmarkCase.Parameters.Items is [{ } parameter, ..] ? parameter.Value : null);
                foreach (Measurement measurement in report.AllMeasurements.Where(m => m.Is(IterationMode.Workload, IterationStage.Result)))
                {
                    measurements.Add(name, measurement.Nanoseconds / measurement.Operations / 1e6);
                }

                if (!report.Success)
                {
                    throw new InvalidOperationException($"{name}: {string.Join(' ', report.ExecuteResults.SelectMany(r => r.Errors))}");
                }
            }
        }

        return measurements;
    }

    /// <summary>The name of a figure.</summary>
    public static string Name(string description, object? argument) => argument is null ? description : $"{argument}, {description}";

    private static ManualConfig Configure(int round, int iterations) => ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithToolchain(new InProcessNoEmitToolchain(s_patience, logOutput: false))
            .WithStrategy(RunStrategy.Monitoring)
            .WithWarmupCount(1)
            .WithIterationCount(iterations)
            .WithInvocationCount(1)
            .WithUnrollFactor(1))
        .AddLogger(NullLogger.Instance)
        .WithArtifactsPath(Path.Combine(Places.Bench, "obj", "BenchmarkDotNet"))
        .WithOrderer(new TurnOrderer(round % 2 == 1));
}
