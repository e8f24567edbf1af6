using AsyncCSharp.Engine.Packages;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Which platforms' files are taken, the best first.</summary>
public sealed class PortableRuntimesTests
{
    [Theory]
    [InlineData("linux-x64", "linux-x64 linux unix-x64 unix any")]
    [InlineData("linux-musl-arm64", "linux-musl-arm64 linux-musl linux-arm64 linux unix-arm64 unix any")]
    [InlineData("osx-arm64", "osx-arm64 osx unix-arm64 unix any")]
    [InlineData("win-x64", "win-x64 win any")]
    public void For_APlatform(string platform, string expected) =>
        Assert.Equal(expected, string.Join(' ', PortableRuntimes.For(platform).ExpandRuntime(platform)));
}
