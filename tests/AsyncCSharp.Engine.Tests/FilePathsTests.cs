using AsyncCSharp.Engine.Files;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Paths are one or two as the platform has it.</summary>
public sealed class FilePathsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ComparerFor_PathsThatDifferInCase_AreOneWherePlatformsSaySo(bool ignoresCase) =>
        Assert.Equal(ignoresCase, FilePaths.ComparerFor(ignoresCase).Equals("C:/Libraries/A.dll", "c:/libraries/a.DLL"));

    [Fact]
    public void AreSame_IsThatOfThePlatform() =>
        Assert.Equal(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), FilePaths.AreSame("/Libraries/A.dll", "/libraries/a.dll"));
}
