using System.Collections.Concurrent;

namespace AsyncCSharp.Pester.Tests.Specs;

/// <summary>Runs each spec file at most once, when the first of its tests is asked for.</summary>
internal static class SpecRuns
{
    // One place for each processor and one more, since these wait for a third of their time too, and as many as there are processors for those that
    // mostly wait. More of the former only make the specs that measure time unreliable.
    private static readonly SemaphoreSlim s_places = new(Environment.ProcessorCount + 1);
    private static readonly SemaphoreSlim s_waitingPlaces = new(Environment.ProcessorCount);

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
        bool waits = LongSpecs.Waits(file);
        SemaphoreSlim places = waits ? s_waitingPlaces : s_places;
        await places.WaitAsync();
        try
        {
            return await SpecRun.RunAsync(file, standsBack: !waits);
        }
        finally
        {
            places.Release();
        }
    }
}
