using Xunit;

namespace AsyncCSharp.Pester.Tests.Host;

public sealed class ArgumentTests
{
    private const string Script =
        """
        param([string] $Name, [switch] $On, [int] $Count = 1)
        "$Name|$On|$Count|$args|$PSScriptRoot|$PSCommandPath"
        """;

    [Theory]
    [InlineData("-Name x -On -Count 5", "x|True|5|")]
    [InlineData("-Name:x -On:$false", "x|False|1|")]
    [InlineData("x 3 rest more", "x|False|3|rest more")]
    [InlineData("-Count -7", "|False|-7|")]
    public async Task File_WithArguments_BindsThemAsPwshDoes(string arguments, string expected)
    {
        using ScriptFile script = new(Script);
        HostResult result = await HostProcess.RunAsync(["-NoProfile", "-File", script.Path, .. arguments.Split(' ')]);
        Assert.Equal($"{expected}|{script.Folder}|{script.Path}", result.Output.TrimEnd());
    }

    [Fact]
    public async Task Command_WithSeveralArguments_JoinsThem()
    {
        HostResult result = await HostProcess.RunAsync(["-nologo", "-ExecutionPolicy", "Bypass", "-c", "'a',", "'b'"]);
        Assert.Equal("a\nb", result.Output.ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public async Task NoParameter_ButAFile_RunsIt()
    {
        using ScriptFile script = new("'ran'");
        HostResult result = await HostProcess.RunAsync([script.Path]);
        Assert.Equal("ran", result.Output.TrimEnd());
    }

    [Theory]
    [InlineData]
    [InlineData("-Command", "-")]
    public async Task StandardInput_HoldsScript_RunsIt(params string[] arguments)
    {
        HostResult result = await HostProcess.RunAsync(arguments, "function f {\n  'grüße'\n}\nf\nexit 4\n");
        Assert.Equal("grüße", result.Output.TrimEnd());
        Assert.Equal(4, result.ExitCode);
    }

    [Fact]
    public async Task StandardInput_OfCommandThatReadsInput_IsItsPipelineInput()
    {
        HostResult result = await HostProcess.RunAsync(["-c", "$input | ForEach-Object { \"<$_>\" }"], "a\nb\n");
        Assert.Equal("<a>\n<b>", result.Output.ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public async Task StandardInput_OfCommandThatPrompts_IsTheAnswer()
    {
        HostResult result = await HostProcess.RunAsync(
            ["-c", "function f { [CmdletBinding()] param([Parameter(Mandatory)] $X) \"got $X\" }; f; $Host.UI.ReadLine()"], "first\nsecond\n");
        Assert.EndsWith("X: got first\nsecond\n", result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
