using System.Diagnostics;
using Xunit;

namespace AsyncCSharp.HelpBuilder.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_GoodPages_ExitsZeroAndWritesThem()
    {
        _folder.Write(SamplePage.Name, SamplePage.Text);

        (int exitCode, string error) = await RunAsync(_folder.Docs, _folder.Output);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.NotEmpty(_folder.Read("Sample.dll-Help.xml"));
    }

    [Fact]
    public async Task Run_Mistake_ExitsOneAndNamesFileAndLine()
    {
        string path = _folder.Write(SamplePage.Name, SamplePage.Text.Replace("Forces.", "", StringComparison.Ordinal));

        (int exitCode, string error) = await RunAsync(_folder.Docs, _folder.Output);

        Assert.Equal(1, exitCode);
        Assert.Equal($"{path}:{SamplePage.LineOf("### -Force")}:1: error: The parameter -Force has no text.", error.Trim());
    }

    [Fact]
    public async Task Run_WrongArguments_ExitsTwoWithUsage()
    {
        (int exitCode, string error) = await RunAsync(_folder.Docs);

        Assert.Equal(2, exitCode);
        Assert.StartsWith("Usage:", error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])[typeof(HelpBuild).Assembly.Location, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}
