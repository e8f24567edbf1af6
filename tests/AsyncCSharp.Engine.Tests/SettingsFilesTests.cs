using AsyncCSharp.Engine.Packages;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>When NuGet's settings are others.</summary>
public sealed class SettingsFilesTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("asynccsharp-");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("work/inner/nuget.config")]
    [InlineData("work/NuGet.Config")]
    [InlineData("nuget.config")]
    [InlineData("home/.nuget/NuGet/NuGet.Config")]
    [InlineData("home/.nuget/config/company.config")]
    [InlineData("data/NuGet/nuget.config")]
    public void Fingerprint_WithAnotherFile_Differs(string file)
    {
        string before = Fingerprint();
        Assert.Equal(before, Fingerprint());
        Write(file, "a");
        string with = Fingerprint();
        Assert.NotEqual(before, with);
        Write(file, "longer");
        Assert.NotEqual(with, Fingerprint());
    }

    [Fact]
    public void Fingerprint_WithAFileBesideTheWay_IsTheSame()
    {
        string before = Fingerprint();
        Write("work/other/nuget.config", "a");
        Write("work/inner/packages.config", "a");
        Assert.Equal(before, Fingerprint());
    }

    private string Fingerprint()
    {
        string folder = Path.Combine(_root.FullName, "work", "inner");
        _ = Directory.CreateDirectory(folder);
        return SettingsFiles.Fingerprint(folder, Path.Combine(_root.FullName, "home"), Path.Combine(_root.FullName, "data"));
    }

    private void Write(string file, string text)
    {
        string path = Path.Combine(_root.FullName, file);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
