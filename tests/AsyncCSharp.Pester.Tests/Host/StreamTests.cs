using Xunit;

namespace AsyncCSharp.Pester.Tests.Host;

public sealed class StreamTests
{
    [Fact]
    public async Task Error_IsWritten_GoesToStandardErrorInConciseView()
    {
        HostResult result = await HostProcess.RunCommandAsync("Get-Command no-such-command; 'after'");
        Assert.Equal("after", result.Output.TrimEnd());
        Assert.StartsWith("Get-Command: The term 'no-such-command'", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_InScript_ShowsTheLine()
    {
        using ScriptFile script = new("'before'\nthrow 'broken'");
        HostResult result = await HostProcess.RunAsync(["-File", script.Path]);
        Assert.Equal("before", result.Output.TrimEnd());
        Assert.Contains("script.ps1:2", result.Errors, StringComparison.Ordinal);
        Assert.Contains("| broken", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1)")]
    [InlineData("if (")]
    public async Task Error_InSyntax_IsShown(string text)
    {
        HostResult result = await HostProcess.RunCommandAsync(text);
        Assert.NotEqual("", result.Errors.Trim());
    }

    [Fact]
    public async Task OtherStreams_AreWritten_GoToStandardOutputInOrder()
    {
        const string Text =
            """
            function Write-All {
                [CmdletBinding()] param()
                end {
                    $PSCmdlet.WriteObject('output')
                    $PSCmdlet.WriteWarning('warning')
                    $PSCmdlet.WriteVerbose('verbose')
                    $DebugPreference = 'Continue'
                    $PSCmdlet.WriteDebug('debug')
                    $PSCmdlet.WriteInformation('information', @('PSHOST'))
                    $Host.UI.WriteLine('host')
                }
            }
            Write-All -Verbose -InformationAction Continue
            """;
        HostResult result = await HostProcess.RunCommandAsync(Text);
        string[] lines = result.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["output", "WARNING: warning", "VERBOSE: verbose", "DEBUG: debug", "information", "host"], lines);
        Assert.Equal("", result.Errors);
    }

    [Fact]
    public async Task Information_IsRedirected_DoesNotReachTheConsole()
    {
        HostResult result = await HostProcess.RunCommandAsync(
            "function f { [CmdletBinding()] param() end { $PSCmdlet.WriteInformation('i', @()) } }; $all = f 6>&1; \"caught $all\"");
        Assert.Equal("caught i", result.Output.TrimEnd());
    }

    [Fact]
    public async Task Objects_AreWritten_AreFormattedWithoutColors()
    {
        HostResult result = await HostProcess.RunCommandAsync("[pscustomobject]@{ Name = 'n'; Value = 1 }");
        string[] lines = result.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["Name Value", "---- -----", "n        1"], lines);
        Assert.DoesNotContain('\u001b', result.Output);
    }
}
