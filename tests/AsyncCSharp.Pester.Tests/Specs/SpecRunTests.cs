using AsyncCSharp.Pester.Tests.Processes;
using Xunit;

namespace AsyncCSharp.Pester.Tests.Specs;

/// <summary>What comes of a spec that fails, is skipped, does not parse or hangs.</summary>
public sealed class SpecRunTests
{
    [Fact]
    public async Task Discovery_NamesTests_AsTheRunDoes()
    {
        SpecRun discovered = await SpecRun.DiscoverAsync(Fixture("Outcomes"));
        SpecRun run = await SpecRun.RunAsync(Fixture("Outcomes"));

        Assert.Equal(
            [
                "block first.passes deep x", "block first.passes deep y", "block first.fails", "block first.is skipped",
                "block second.passes deeper x", "block second.passes deeper y", "block second.fails", "block second.is skipped",
                "broken block.does not run", "the file as such",
            ],
            discovered.Results.Select(test => test.Name));
        Assert.Equal(discovered.Results.Select(test => (test.Number, test.Name)), run.Results.Select(test => (test.Number, test.Name)));
        Assert.All(discovered.Results.SkipLast(1), test => Assert.Equal(SpecOutcome.NotRun, test.Outcome));
    }

    [Fact]
    public async Task Results_HaveOutcomeMessageAndOutput()
    {
        SpecRun run = await SpecRun.RunAsync(Fixture("Outcomes"));

        SpecResult passed = run.Results[0];
        Assert.Equal((SpecOutcome.Passed, ""), (passed.Outcome, passed.Message));
        Assert.Contains("to the pipeline", passed.Output, StringComparison.Ordinal);
        Assert.Contains("to the console", run.Process.Output, StringComparison.Ordinal);

        SpecResult failed = run.Results[2];
        Assert.Equal(SpecOutcome.Failed, failed.Outcome);
        Assert.Contains("Expected 2, because one is one, but got 1.", failed.Message, StringComparison.Ordinal);
        Assert.Contains("Outcomes.Tests.ps1:", failed.Message, StringComparison.Ordinal);

        SpecResult skipped = run.Results[3];
        Assert.Equal(SpecOutcome.Skipped, skipped.Outcome);
        Assert.Contains("there is no reason", skipped.Message, StringComparison.Ordinal);

        SpecResult ofBrokenBlock = run.Results[8];
        Assert.Equal(SpecOutcome.Failed, ofBrokenBlock.Outcome);
        Assert.Contains("the block is broken", ofBrokenBlock.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatDoesNotParse_Fails()
    {
        SpecRun run = await SpecRun.RunAsync(Fixture("DoesNotParse"));
        SpecResult file = Assert.Single(run.Results);
        Assert.Equal((SpecOutcome.Failed, -1), (file.Outcome, file.Number));
        Assert.Contains("Missing closing '}'", file.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatHangs_IsEndedWithTheStacksOfItsProcesses()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), "The stacks of a running process cannot be read on this platform.");
        SpecRun run = await SpecRun.RunAsync(Fixture("Hangs"), TimeSpan.FromSeconds(10));
        Assert.Empty(run.Results);
        Assert.NotNull(run.Process.Stacks);
        Assert.Contains("System.Management.Automation", run.Process.Stacks, StringComparison.Ordinal);
        Assert.Contains("Thread.Sleep", run.Process.Stacks, StringComparison.Ordinal);
    }

    private static string Fixture(string name) => Path.Combine(Repository.Fixtures, $"{name}.Tests.ps1");
}
