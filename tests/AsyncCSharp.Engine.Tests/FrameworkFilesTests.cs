using AsyncCSharp.Engine.Files;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>What is PowerShell's own among the files that lie beside it.</summary>
public sealed class FrameworkFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("AsyncCSharp").FullName;

    [Fact]
    public void IsShells_BesidePwsh_IsPowerShells()
    {
        File.WriteAllText(Path.Combine(_folder, "pwsh.dll"), string.Empty);

        Assert.True(IsShells("Newtonsoft.Json.dll"));
        Assert.True(IsShells("System.Management.Automation.dll"));
        Assert.False(FrameworkFiles.IsShells(Path.Combine(_folder, "modules", "Some.dll"), _folder));
    }

    [Fact]
    public void IsShells_InAProgramThatHostsPowerShell_IsTheProgramsOwn()
    {
        Assert.False(IsShells("Program.dll"));
        Assert.True(IsShells("System.Management.Automation.dll"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private bool IsShells(string name) => FrameworkFiles.IsShells(Path.Combine(_folder, name), _folder);
}
