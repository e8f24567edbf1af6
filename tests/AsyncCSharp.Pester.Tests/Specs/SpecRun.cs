using System.Text.Json;
using AsyncCSharp.Pester.Tests.Processes;

namespace AsyncCSharp.Pester.Tests.Specs;

/// <summary>One run of Pester in a pwsh process of its own.</summary>
internal sealed class SpecRun
{
    // The longest file takes one minute on two cores that do nothing else.
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    private SpecRun(DotnetResult process, IReadOnlyList<SpecResult> results)
    {
        Process = process;
        Results = results;
    }

    public DotnetResult Process { get; }

    /// <summary>Gets the results: none where the process did not live to write them.</summary>
    public IReadOnlyList<SpecResult> Results { get; }

    public static Task<SpecRun> DiscoverAsync(params IEnumerable<string> files) => StartAsync(["-DiscoverOnly"], files, s_timeout, standsBack: false);

    /// <summary>Runs a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="timeout">After how long it is ended.</param>
    /// <param name="standsBack">Whether others come first where there are too few processors.</param>
    public static Task<SpecRun> RunAsync(string file, TimeSpan? timeout = null, bool standsBack = false) => StartAsync([], [file], timeout ?? s_timeout, standsBack);

    private static async Task<SpecRun> StartAsync(string[] mode, IEnumerable<string> files, TimeSpan timeout, bool standsBack)
    {
        string resultFile = Path.GetTempFileName();
        try
        {
            // -Command, since -File cannot hand over a list.
            string paths = string.Join(", ", files.Select(Quote));
            string command = $"& {Quote(Repository.SpecRunner)} -Path {paths} -ResultPath {Quote(resultFile)} {string.Join(' ', mode)}";
            using DotnetProcess running = DotnetProcess.Start(Repository.PwshOfSpecs, ["-NoProfile", "-NonInteractive", "-Command", command]);
            if (standsBack)
            {
                running.StandBack();
            }

            DotnetResult process = await running.WaitAsync(timeout);
            string json = await File.ReadAllTextAsync(resultFile);
            return new SpecRun(process, json.Length == 0 ? [] : JsonSerializer.Deserialize<List<SpecResult>>(json)!);
        }
        finally
        {
            File.Delete(resultFile);
        }
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
