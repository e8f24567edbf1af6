using System.Diagnostics;
using AsyncCSharp.Pester.Tests.Host;
using Xunit;

namespace AsyncCSharp.Pester.Tests.Soak;

public sealed class SoakTests
{
    private const int Seconds = 10;

    [Fact]
    public async Task ShortSoak_LosesNothingAndLeavesNothing()
    {
        ProcessStartInfo start = new("dotnet", [Repository.SoakAssembly, $"{Seconds}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(string.Empty, errors);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("in the end:", await output, StringComparison.Ordinal);
    }
}
