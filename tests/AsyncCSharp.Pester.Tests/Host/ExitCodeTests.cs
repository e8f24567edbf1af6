using Xunit;

namespace AsyncCSharp.Pester.Tests.Host;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("1", 0)]
    [InlineData("throw 'x'", 1)]
    [InlineData("Get-Command no-such-command", 1)]
    [InlineData("Get-Command no-such-command; 1", 0)]
    [InlineData("Get-Command no-such-command -ErrorAction Stop; 1", 1)]
    [InlineData("if (", 1)]
    [InlineData("1)", 1)]
    [InlineData("exit 3", 3)]
    [InlineData("[Environment]::Exit(9)", 9)]
    public async Task Command_Ends_GivesExitCodeOfPwsh(string text, int exitCode)
    {
        HostResult result = await HostProcess.RunCommandAsync(text);
        Assert.True(result.ExitCode == exitCode, result.Report);
    }

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("Get-Command no-such-command", 0)]
    [InlineData("throw 'x'", 1)]
    [InlineData("exit 7", 7)]
    [InlineData("& { exit 8 }", 8)]
    public async Task File_Ends_GivesExitCodeOfPwsh(string text, int exitCode)
    {
        using ScriptFile script = new(text);
        HostResult result = await HostProcess.RunAsync(["-File", script.Path]);
        Assert.True(result.ExitCode == exitCode, result.Report);
    }

    [Theory]
    [InlineData("-File", "no-such-file.ps1")]
    [InlineData("-NoSuchParameter")]
    [InlineData("-Command")]
    public async Task CommandLine_IsWrong_Gives64(params string[] arguments)
    {
        HostResult result = await HostProcess.RunAsync(arguments);
        Assert.Equal(64, result.ExitCode);
        Assert.NotEqual("", result.Errors);
    }
}
