using AsyncCSharp.Interop;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

public sealed class InteractiveProcessTests
{
    [Theory]
    [InlineData("")]
    [InlineData("-NoLogo")]
    [InlineData("-NoProfile -WorkingDirectory /tmp")]
    [InlineData("-nop -login")]
    public void A_prompt_is_a_prompt(string arguments) => Assert.True(HasNoCommand(arguments));

    [Theory]
    [InlineData("-c 42")]
    [InlineData("-NoProfile -File a.ps1")]
    [InlineData("a.ps1")]
    [InlineData("-NonInteractive")]
    [InlineData("-NoLogo -EncodedCommand QQ==")]
    public void A_script_is_not(string arguments) => Assert.False(HasNoCommand(arguments));

    private static bool HasNoCommand(string arguments) =>
        InteractiveProcess.HasNoCommand(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
