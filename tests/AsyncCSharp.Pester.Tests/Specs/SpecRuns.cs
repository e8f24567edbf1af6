using System.Collections.Concurrent;

namespace AsyncCSharp.Pester.Tests.Specs;

/// <summary>Runs each spec file at most once, when the first of its tests is asked for.</summary>
internal static class SpecRuns
{
    // These wait most of the time: one of them at a time runs beside the others, which would leave processors idle otherwise.
    private static readonly string[] s_waiting = ["StopCauses.Tests.ps1", "Stopping.Tests.ps1", "Unwinding.Tests.ps1", "ConsoleTiming.Tests.ps1", "NextCell.Tests.ps1", "CtrlC.Tests.ps1"];
    private static readonly SemaphoreSlim s_waitingPlace = new(1);

    // More at a time only makes the specs that measure time unreliable.
    private static readonly SemaphoreSlim s_places = new(Environment.ProcessorCount);

    private static readonly ConcurrentDictionary<string, Lazy<Task<SpecRun>>> s_runs = new();

    /// <summary>Gives the run of a file.</summary>
    /// <param name="file">The file of the test that asks.</param>
    /// <param name="all">All spec files. xUnit asks for one test after another, so the others are started ahead as soon
    /// as it is clear that more than one file is wanted.</param>
    public static Task<SpecRun> OfAsync(string file, IEnumerable<string> all)
    {
        Task<SpecRun> run = Start(file);
        if (s_runs.Count > 1)
        {
            foreach (string other in all)
            {
                _ = Start(other);
            }
        }

        return run;
    }

    private static Task<SpecRun> Start(string file) =>
        s_runs.GetOrAdd(file, static path => new Lazy<Task<SpecRun>>(() => RunAsync(path))).Value;

    private static async Task<SpecRun> RunAsync(string file)
    {
        SemaphoreSlim places = s_waiting.Contains(Path.GetFileName(file)) ? s_waitingPlace : s_places;
        await places.WaitAsync();
        try
        {
            return await SpecRun.RunAsync(file);
        }
        finally
        {
            places.Release();
        }
    }
}
