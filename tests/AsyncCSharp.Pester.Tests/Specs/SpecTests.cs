using AsyncCSharp.Pester.Tests.Host;
using MiniPester.Model;
using Xunit;

namespace AsyncCSharp.Pester.Tests.Specs;

/// <summary>The specs of tests/Pester: each It is a test.</summary>
public sealed class SpecTests(ITestOutputHelper output)
{
    private static readonly string[] s_files = [.. Directory.EnumerateFiles(Repository.Specs, "*.Tests.ps1").Order(StringComparer.Ordinal)];

    public static async Task<IEnumerable<TheoryDataRow<string, int, string>>> Tests()
    {
        SpecRun discovery = await SpecRun.StartAsync(discoverOnly: true, s_files);
        if (discovery.Results is not { } found)
        {
            throw new InvalidOperationException($"The specs could not be discovered. {discovery.Host.Report}");
        }

        return found.Select(test => new TheoryDataRow<string, int, string>(Path.GetFileName(test.File), test.Id, test.FullName)
        {
            TestDisplayName = $"{Path.GetFileName(test.File)}: {test.FullName}",
            // Without it the arguments would follow the name.
            Label = "",
        });
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public async Task It(string file, int id, string name)
    {
        SpecRun run = await SpecRuns.OfAsync(Path.Combine(Repository.Specs, file), s_files);
        SpecResult? result = run.Results?.FirstOrDefault(test => test.Id == id && test.FullName == name);
        if (result is null)
        {
            Assert.Fail($"There is no result of this test. {run.Host.Report}");
        }

        output.WriteLine($"{result.Milliseconds:F0} ms{Environment.NewLine}{run.OutputOf(id)}");
        switch (result.Outcome)
        {
            case SpecOutcome.Passed:
                break;
            case SpecOutcome.Skipped:
                Assert.Skip(result.Message ?? "");
                break;
            default:
                Assert.Fail(result.Message ?? result.Outcome.ToString());
                break;
        }
    }
}
