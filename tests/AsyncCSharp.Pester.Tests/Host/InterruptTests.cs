using System.Diagnostics;
using Xunit;

namespace AsyncCSharp.Pester.Tests.Host;

public sealed class InterruptTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Interrupt_DuringCommand_StopsThePipelineAndEndsWithOne()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no kill -INT on Windows.");
        Assert.SkipWhen(InterruptIsIgnored(), "This process ignores SIGINT, and so do the processes that it starts.");
        using HostProcess host = HostProcess.Start(
            ["-Command", "try { [Console]::WriteLine('started'); while ($true) { } } finally { [Console]::WriteLine('cleaned up') }; 'not reached'"]);
        await host.WaitForOutputAsync("started");
        using (Process kill = Process.Start("kill", ["-INT", $"{host.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        HostResult result = await host.WaitAsync(s_limit);
        Assert.False(result.TimedOut, result.Report);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("started\ncleaned up", result.Output.TrimEnd());
    }

    // A background job of a shell without job control starts with SIGINT ignored, and .NET leaves it so.
    private static bool InterruptIsIgnored()
    {
        const int InterruptBit = 1 << 1;
        string? line = File.Exists("/proc/self/status")
            ? File.ReadLines("/proc/self/status").FirstOrDefault(text => text.StartsWith("SigIgn:", StringComparison.Ordinal))
            : null;
        return line is not null && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & InterruptBit) != 0;
    }
}
