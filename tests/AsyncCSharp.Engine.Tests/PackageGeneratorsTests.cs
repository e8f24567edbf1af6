using AsyncCSharp.Engine.Packages;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Which files of a package are source generators for cells.</summary>
public sealed class PackageGeneratorsTests : IDisposable
{
    // A reference to it is what makes this assembly look like one with generators.
    private static readonly Type s_attribute = typeof(Microsoft.CodeAnalysis.GeneratorAttribute);

    private readonly string _folder = Directory.CreateTempSubdirectory("generators-").FullName;

    [Theory]
    [InlineData("analyzers/dotnet/cs/G.dll", "analyzers/dotnet/cs/G.dll")]
    [InlineData("analyzers/dotnet/G.dll", "analyzers/dotnet/G.dll")]
    [InlineData("analyzers/dotnet/roslyn4.0/cs/G.dll analyzers/dotnet/roslyn4.12/cs/G.dll analyzers/dotnet/roslyn4.8/cs/G.dll analyzers/dotnet/roslyn99.0/cs/G.dll", "analyzers/dotnet/roslyn4.12/cs/G.dll")]
    [InlineData("analyzers/roslyn4.4/dotnet/cs/G.dll analyzers/roslyn5.0/dotnet/cs/G.dll", "analyzers/roslyn5.0/dotnet/cs/G.dll")]
    [InlineData("analyzers/dotnet/cs/Shared.dll analyzers/dotnet/roslyn4.4/cs/G.dll", "analyzers/dotnet/cs/Shared.dll analyzers/dotnet/roslyn4.4/cs/G.dll")]
    [InlineData("analyzers/dotnet/cs/G.dll analyzers/dotnet/cs/de/G.resources.dll analyzers/dotnet/vb/G.dll", "analyzers/dotnet/cs/G.dll")]
    [InlineData("analyzers/dotnet/roslyn99.0/cs/G.dll", "")]
    [InlineData("lib/net8.0/G.dll analyzers/dotnet/cs/readme.txt", "")]
    public void Find_OfAPackage_IsForOurCompiler(string files, string expected)
    {
        string[] paths = files.Split(' ');
        foreach (string path in paths)
        {
            Write(path, typeof(PackageGeneratorsTests).Assembly.Location);
        }

        Assert.NotNull(s_attribute);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), PackageGenerators.Find(paths, _folder).Select(p => Path.GetRelativePath(_folder, p).Replace('\\', '/')));
    }

    [Fact]
    public void Find_OfAPackageWithoutGenerators_IsNothing()
    {
        Write("analyzers/dotnet/cs/A.dll", typeof(FactAttribute).Assembly.Location);
        File.WriteAllText(Path.Combine(_folder, "analyzers/dotnet/cs/B.dll"), "no assembly");

        Assert.Empty(PackageGenerators.Find(["analyzers/dotnet/cs/A.dll", "analyzers/dotnet/cs/B.dll"], _folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string path, string original)
    {
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.Copy(original, full);
    }
}
