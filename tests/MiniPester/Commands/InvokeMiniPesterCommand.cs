using System.Management.Automation;
using System.Text.Json;
using MiniPester.Model;
using MiniPester.Running;

namespace MiniPester.Commands;

/// <summary>Discovers or runs the tests of spec files.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "MiniPester")]
public sealed class InvokeMiniPesterCommand : PSCmdlet
{
    private const string CacheVariable = "ASYNCCSHARP_CACHE";

    private readonly List<SpecResult> _results = [];

    /// <summary>Gets or sets the spec files.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string[] Path { get; set; } = [];

    /// <summary>Gets or sets a wildcard for the full names of the tests to run.</summary>
    [Parameter]
    public string FullName { get; set; } = "*";

    /// <summary>Gets or sets whether to list the tests without running them.</summary>
    [Parameter]
    public SwitchParameter DiscoverOnly { get; set; }

    /// <summary>Gets or sets the file that takes the results as JSON.</summary>
    [Parameter]
    public string? OutputPath { get; set; }

    /// <summary>Gets or sets whether standard error too tells which test wrote what.</summary>
    [Parameter]
    public SwitchParameter MarkErrors { get; set; }

    private RunLog Log => new(MarkErrors);

    // Specs must not see what the user's own processes have compiled; those about the cache have a folder of their own.
    protected override void BeginProcessing()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(CacheVariable)))
        {
            Environment.SetEnvironmentVariable(CacheVariable, "off");
        }
    }

    protected override void EndProcessing()
    {
        foreach (string path in Path.SelectMany(path => GetResolvedProviderPathFromPSPath(path, out _)))
        {
            SpecFile file = SpecFile.Discover(path, this);
            _results.AddRange(file.Problem is { } problem ? [ProblemOf(file, problem)] : ResultsOf(file));
        }

        if (OutputPath is not null)
        {
            File.WriteAllText(GetUnresolvedProviderPathFromPSPath(OutputPath), JsonSerializer.Serialize(_results));
        }

        if (!DiscoverOnly)
        {
            Summarize();
        }
    }

    private SpecResult ProblemOf(SpecFile file, string problem)
    {
        SpecResult result = new(0, file.FilePath, [System.IO.Path.GetFileName(file.FilePath)], SpecOutcome.Failed) { Message = problem };
        Log.End(result);
        return result;
    }

    private IEnumerable<SpecResult> ResultsOf(SpecFile file)
    {
        WildcardPattern pattern = WildcardPattern.Get(FullName, WildcardOptions.IgnoreCase);
        return DiscoverOnly
            ? file.Root.Tests.Select((test, i) => new SpecResult(i, file.FilePath, [.. test.Path], SpecOutcome.NotRun))
            : new SpecRunner(file, this, Log, test => pattern.IsMatch(string.Join('.', test.Path))).Run();
    }

    private void Summarize()
    {
        int Count(SpecOutcome outcome) => _results.Count(result => result.Outcome == outcome);
        int failed = Count(SpecOutcome.Failed);
        WriteObject($"{Count(SpecOutcome.Passed)} passed, {failed} failed, {Count(SpecOutcome.Skipped)} skipped");
        if (failed > 0 || _results.Count == 0)
        {
            string message = failed > 0 ? $"{failed} of {_results.Count} tests failed." : "No test ran.";
            WriteError(new ErrorRecord(new InvalidOperationException(message), "TestsFailed", ErrorCategory.InvalidResult, null));
        }
    }
}
