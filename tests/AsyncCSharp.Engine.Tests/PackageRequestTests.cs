using AsyncCSharp.Engine.Directives;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>What <c>#r</c> asks for.</summary>
public sealed class PackageRequestTests
{
    [Theory]
    [InlineData("nuget: A.B, 1.2.3", "A.B", "1.2.3")]
    [InlineData("NUGET:A", "A", null)]
    [InlineData("  nuget:  A  ,  [1.0, 2.0)  ", "A", "[1.0, 2.0)")]
    [InlineData("nuget:", "", null)]
    [InlineData("nuget:,", "", "")]
    public void Read_APackage(string text, string id, string? version) => Assert.Equal(new PackageRequest(id, version), PackageRequest.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("nuget")]
    [InlineData("nuget.dll")]
    [InlineData("nuget : A")]
    [InlineData("x/nuget: A")]
    public void Read_AFileOrAName(string text) => Assert.Null(PackageRequest.Read(text));

    [Theory]
    [InlineData("1.2.3", true)]
    [InlineData("1.2", true)]
    [InlineData("1.2.3.4", true)]
    [InlineData("1.2.3-beta.1", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("1.*", false)]
    [InlineData("1.2.3-*", false)]
    [InlineData("[1.2.3]", false)]
    [InlineData("1.2.3\n", false)]
    public void IsExact_ForWhatGivesTheSameTomorrow(string? version, bool expected) => Assert.Equal(expected, new PackageRequest("A", version).IsExact);
}
