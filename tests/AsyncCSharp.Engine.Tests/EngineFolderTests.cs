using System.Runtime.InteropServices;
using AsyncCSharp.Contract;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Which file of the package an assembly of the engine is loaded from.</summary>
public sealed class EngineFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("asynccsharp-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("linux", "linux-x64", Architecture.X64, "linux-x64")]
    [InlineData("linux", "linux-arm64", Architecture.Arm64, "linux-arm64")]
    [InlineData("win", "win-x64", Architecture.X64, "win-x64")]
    [InlineData("osx", "osx-arm64", Architecture.Arm64, "osx-arm64")]
    public void Platform_OfThePackage(string system, string runtimeIdentifier, Architecture architecture, string expected) =>
        Assert.Equal(expected, EngineFolder.Platform(system, runtimeIdentifier, architecture));

    [Theory]
    [InlineData("linux", "debian.12-x64", Architecture.X64, "linux-x64")]
    [InlineData("win", "win10-x64", Architecture.X64, "win-x64")]
    public void Platform_OfADistribution_IsTheGeneralOne(string system, string runtimeIdentifier, Architecture architecture, string expected) =>
        Assert.Equal(expected, EngineFolder.Platform(system, runtimeIdentifier, architecture));

    [Theory]
    [InlineData("linux", "linux-musl-x64", Architecture.X64)]
    [InlineData("linux", "alpine.3.22-arm64", Architecture.Arm64)]
    [InlineData("other", "freebsd-x64", Architecture.X64)]
    [InlineData("win", "win-arm64", Architecture.Arm64)]
    [InlineData("osx", "osx-x64", Architecture.X64)]
    public void Find_PlatformWithoutImages_TakesThePortableFile(string system, string runtimeIdentifier, Architecture architecture)
    {
        string portable = Write("A.dll");
        foreach (string packed in new[] { "linux-x64", "linux-arm64", "win-x64", "osx-arm64" })
        {
            _ = Write(packed, "A.dll");
        }

        Assert.Equal(portable, new EngineFolder(_root, EngineFolder.Platform(system, runtimeIdentifier, architecture)).Find("A"));
    }

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    [InlineData("win-x64")]
    [InlineData("osx-arm64")]
    public void Find_TakesTheImage_AndThePortableFileWhereThereIsNone(string platform)
    {
        _ = Write("A.dll");
        string image = Write(platform, "A.dll");
        string portable = Write("B.dll");
        EngineFolder folder = new(_root, platform);

        Assert.Equal(image, folder.Find("A"));
        Assert.Equal(portable, folder.Find("B"));
        Assert.Null(folder.Find("System.Runtime"));
    }

    private string Write(params ReadOnlySpan<string> parts)
    {
        string file = Path.Combine([_root, .. parts]);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, []);
        return file;
    }
}
