using System.Text.Json;
using AsyncCSharp.Pester.Tests.Host;
using MiniPester.Model;

namespace AsyncCSharp.Pester.Tests.Specs;

/// <summary>One run of MiniPester in a host process of its own.</summary>
internal sealed class SpecRun
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    private SpecRun(HostResult host, IReadOnlyList<SpecResult>? results)
    {
        Host = host;
        Results = results;
    }

    public HostResult Host { get; }

    /// <summary>Gets the results, or null where the process did not live to write them.</summary>
    public IReadOnlyList<SpecResult>? Results { get; }

    /// <summary>Gets both outputs of one test.</summary>
    public string OutputOf(int id) =>
        (TestOutput.Section(Host.Output, id) + TestOutput.Section(Host.Errors, id)).Trim();

    public static async Task<SpecRun> StartAsync(bool discoverOnly, params IEnumerable<string> files)
    {
        string resultFile = Path.GetTempFileName();
        try
        {
            string paths = string.Join(", ", files.Select(Quote));
            string mode = discoverOnly ? "-DiscoverOnly" : "-MarkErrors";
            string command = $"Import-Module {Quote(Repository.MiniPester)}; Invoke-MiniPester {paths} -OutputPath {Quote(resultFile)} {mode}";
            HostResult host = await HostProcess.RunAsync(["-NoProfile", "-Command", command], timeout: s_timeout);
            string json = await File.ReadAllTextAsync(resultFile);
            return new SpecRun(host, json.Length == 0 ? null : JsonSerializer.Deserialize<List<SpecResult>>(json));
        }
        finally
        {
            File.Delete(resultFile);
        }
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
