using AsyncCSharp.Pester.Tests.Host;
using AsyncCSharp.Pester.Tests.Specs;
using MiniPester.Model;
using Xunit;

namespace AsyncCSharp.Pester.Tests.MiniPester;

/// <summary>MiniPester itself: what must pass does, and above all what must fail does.</summary>
public sealed class MiniPesterTests
{
    [Theory]
    [InlineData("Assertions.Tests.ps1", 11, 0)]
    [InlineData("Scopes.Tests.ps1", 16, 3)]
    public async Task Run_PassingFixture_PassesEachTest(string file, int passed, int skipped)
    {
        SpecRun run = await RunFixtureAsync(file);
        Assert.Equal("", string.Join('\n', run.Results!.Where(test => test.Outcome == SpecOutcome.Failed).Select(test => $"{test.FullName}: {test.Message}")));
        Assert.Equal(passed, run.Results!.Count(test => test.Outcome == SpecOutcome.Passed));
        Assert.Equal(skipped, run.Results!.Count(test => test.Outcome == SpecOutcome.Skipped));
        Assert.Equal(0, run.Host.ExitCode);
    }

    [Fact]
    public async Task Run_FailingFixture_FailsEachTestAndTheProcess()
    {
        SpecRun run = await RunFixtureAsync("Failures.Tests.ps1");
        Assert.Equal(46, run.Results!.Count);
        Assert.All(run.Results!, test => Assert.True(test.Outcome == SpecOutcome.Failed, test.FullName));
        Assert.Equal(1, run.Host.ExitCode);
    }

    [Fact]
    public async Task Run_FailingFixture_SaysWhatIsWrong()
    {
        SpecRun run = await RunFixtureAsync("Failures.Tests.ps1");
        Dictionary<string, string> messages = run.Results!.ToDictionary(test => test.FullName, test => test.Message!);
        (string Name, string Message)[] expected =
        [
            ("Failing.be", "Expected 2, because numbers differ, but got 1."),
            ("Failing.be, collection", "Expected @(1, 3), but got @(1, 2)."),
            ("Failing.not be", "Expected 1 to be different from the actual value"),
            ("Failing.be exactly", "Expected exactly 'a', but got 'A'."),
            ("Failing.unknown type", "Could not find type [No.Such.Type]"),
            ("Failing.second of two", "[System.Int32]"),
            ("Failing.other message", "the message was 'oops'"),
            ("Failing.unknown operator", "BeHexadecimal"),
            ("Failing.no operator", "needs an operator"),
            ("Failing.two operators", "takes one operator"),
            ("Failing.operator without value", "Should -Be needs a value"),
            ("Failing.operator with a foreign parameter", "Should -Be takes no -ErrorId"),
            ("Failing.mock", "MiniPester does not know 'Mock'"),
            ("Failing.throws", "thrown text"),
            ("Failing.unknown command", "No-SuchCommand"),
            ("Setup fails.has no chance", "BeforeAll failed"),
            ("Setup fails.nested.has none either", "broken setup"),
            ("Each fails.is not run", "broken each"),
            ("Teardown fails.is the last", "AfterAll failed"),
        ];
        Assert.All(expected, pair => Assert.Contains(pair.Message, messages[pair.Name], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_FailedAssertion_PointsAtItsLine()
    {
        SpecRun run = await RunFixtureAsync("Failures.Tests.ps1");
        Assert.Contains("Failures.Tests.ps1:3:", run.Results!.Single(test => test.FullName == "Failing.be").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FailedTest_KeepsItsOutputApart()
    {
        SpecRun run = await RunFixtureAsync("Failures.Tests.ps1");
        int id = run.Results!.Single(test => test.FullName == "Failing.prints before it fails").Id;
        string[] lines = run.OutputOf(id).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["from the console", "from the host", "from the pipeline"], lines);
        Assert.DoesNotContain("must not run", run.Host.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BrokenDiscovery.Tests.ps1", "broken discovery")]
    [InlineData("UnknownParameter.Tests.ps1", "Bogus")]
    [InlineData("UnknownCommand.Tests.ps1", "MiniPester does not know 'InModuleScope'")]
    [InlineData("EmptyForEach.Tests.ps1", "-ForEach of 'has no cases' is empty")]
    [InlineData("NoTests.Tests.ps1", "declares no test")]
    [InlineData("DoesNotParse.Tests.ps1", "Missing closing '}'")]
    public async Task Run_FileWithoutUsableTests_IsOneFailure(string file, string message)
    {
        foreach (bool discoverOnly in (bool[])[true, false])
        {
            SpecRun run = await SpecRun.StartAsync(discoverOnly, Path.Combine(Repository.Fixtures, file));
            SpecResult result = Assert.Single(run.Results!);
            Assert.Equal(SpecOutcome.Failed, result.Outcome);
            Assert.Contains(message, result.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Discover_Fixture_GivesTheNamesThatTheRunGives()
    {
        string file = Path.Combine(Repository.Fixtures, "Scopes.Tests.ps1");
        SpecRun discovery = await SpecRun.StartAsync(discoverOnly: true, file);
        SpecRun run = await SpecRun.StartAsync(discoverOnly: false, file);
        Assert.Equal(run.Results!.Select(test => (test.Id, test.FullName)), discovery.Results!.Select(test => (test.Id, test.FullName)));
        Assert.Contains(discovery.Results!, test => test.FullName == "Outer.gets the case a.2");
        Assert.Contains(discovery.Results!, test => test.FullName == "Block 2.has 2 in its tests");
    }

    private static Task<SpecRun> RunFixtureAsync(string file) =>
        SpecRun.StartAsync(discoverOnly: false, Path.Combine(Repository.Fixtures, file));
}
