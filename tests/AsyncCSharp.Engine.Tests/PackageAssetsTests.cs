using AsyncCSharp.Engine.Packages;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Which files of a package are taken.</summary>
public sealed class PackageAssetsTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("asynccsharp-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Select_ManyAtATime_OfFrameworksThatNobodyHasSeenYet()
    {
        string[] ids = [.. Enumerable.Range(0, 16).Select(i => $"Spec{i}")];
        Array.ForEach(ids, Write);
        ResolvedPackage[] found = [.. ids.AsParallel().WithDegreeOfParallelism(ids.Length).WithExecutionMode(ParallelExecutionMode.ForceParallelism).Select(Select)];
        Assert.All(found, package => Assert.EndsWith("net10.0/a.dll", Assert.Single(package.Libraries).Replace('\\', '/'), StringComparison.Ordinal));
    }

    private ResolvedPackage Select(string id) =>
        PackageAssets.Select(new PackageIdentity(id, new NuGetVersion(1, 0, 0)), Path.Combine(_root.FullName, id), isWanted: true);

    private void Write(string id)
    {
        DirectoryInfo folder = _root.CreateSubdirectory(id);
        File.WriteAllText(Path.Combine(folder.FullName, $"{id}.nuspec"), $"""
            <package><metadata><id>{id}</id><version>1.0.0</version><authors>spec</authors><description>spec</description></metadata></package>
            """);
        foreach (string framework in Enumerable.Range(0, 200).Select(i => $"spec{i}").Append("net10.0"))
        {
            File.WriteAllText(Path.Combine(folder.CreateSubdirectory($"lib/{framework}").FullName, "a.dll"), string.Empty);
        }
    }
}
