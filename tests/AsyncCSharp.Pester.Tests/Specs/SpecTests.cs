using AsyncCSharp.Pester.Tests.Processes;
using Xunit;

namespace AsyncCSharp.Pester.Tests.Specs;

/// <summary>The specs of tests/Pester: each It is a test.</summary>
public sealed class SpecTests(ITestOutputHelper output)
{
    // At the end of a run a long one would leave the other processors idle.
    private static readonly string[] s_files = [.. Directory.EnumerateFiles(Repository.Specs, "*.Tests.ps1")
        .OrderBy(LongSpecs.OrderOf)
        .ThenBy(file => file, StringComparer.Ordinal)];

    public static async Task<IEnumerable<TheoryDataRow<string, int, string>>> Tests()
    {
        SpecRun discovery = await SpecRun.DiscoverAsync(s_files);
        if (discovery.Results.Count == 0)
        {
            throw new InvalidOperationException($"The specs could not be discovered. {discovery.Process.Report}");
        }

        return discovery.Results.Select(test => new TheoryDataRow<string, int, string>(Path.GetFileName(test.File), test.Number, test.Name)
        {
            TestDisplayName = $"{Path.GetFileName(test.File)}: {test.Name}",
            // Without it the arguments would follow the name.
            Label = "",
        });
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public async Task It(string file, int number, string name)
    {
        SpecRun run = await SpecRuns.OfAsync(Path.Combine(Repository.Specs, file), s_files);
        SpecResult? result = run.Results.FirstOrDefault(test => test.Number == number);
        if (result is null)
        {
            Assert.Fail($"There is no result of this test. {run.Process.Report}");
        }

        // The entry of the file has all that its process wrote, so that none of it is lost.
        output.WriteLine(number < 0 ? run.Process.Report : $"{result.Milliseconds:F0} ms{Environment.NewLine}{result.Output}");
        SpecVerdict.Assert(result, name);
    }
}
