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

    public static Task<SpecRun> DiscoverAsync(params IEnumerable<string> files) => StartAsync(["-DiscoverOnly"], files, s_timeout);

    public static Task<SpecRun> RunAsync(string file, TimeSpan? timeout = null) => StartAsync([], [file], timeout ?? s_timeout);

    private static async Task<SpecRun> StartAsync(string[] mode, IEnumerable<string> files, TimeSpan timeout)
    {
        string resultFile = Path.GetTempFileName();
        try
        {
            // -Command, since -File cannot hand over a list.
            string paths = string.Join(", ", files.Select(Quote));
            string command = $"& {Quote(Repository.SpecRunner)} -Path {paths} -ResultPath {Quote(resultFile)} {string.Join(' ', mode)}";
            DotnetResult process = await DotnetProcess.RunAsync(Repository.PwshOfSpecs, ["-NoProfile", "-NonInteractive", "-Command", command], timeout: timeout);
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
