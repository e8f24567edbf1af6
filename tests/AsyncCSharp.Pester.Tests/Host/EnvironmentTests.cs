using Xunit;

namespace AsyncCSharp.Pester.Tests.Host;

/// <summary>What the module under test finds in the host is what it would find in pwsh.</summary>
public sealed class EnvironmentTests
{
    [Fact]
    public async Task Roslyn_IsOnTheTrustedAssemblies_InTheVersionOfPwsh()
    {
        HostResult result = await HostProcess.RunCommandAsync(
            """
            $path = [AppContext]::GetData('TRUSTED_PLATFORM_ASSEMBLIES').Split([IO.Path]::PathSeparator) -match 'Microsoft\.CodeAnalysis\.dll$'
            [Reflection.AssemblyName]::GetAssemblyName($path).Version.ToString(3)
            $path
            """);
        string[] lines = result.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Repository.HostRoslynVersion, lines[0]);
        Assert.Equal(Path.Combine(Repository.Output, "PwshHost", "Microsoft.CodeAnalysis.dll"), lines[1]);
    }

    [Fact]
    public async Task Roslyn_AtStart_IsNotLoaded()
    {
        HostResult result = await HostProcess.RunCommandAsync(
            "@([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match 'CodeAnalysis').Count");
        Assert.Equal("0", result.Output.TrimEnd());
    }

    [Fact]
    public async Task ModulePath_AtStart_HasTheOutputFolderFirst()
    {
        HostResult result = await HostProcess.RunCommandAsync("$env:PSModulePath.Split([IO.Path]::PathSeparator)[0]");
        Assert.Equal(Repository.Output, result.Output.TrimEnd());
    }

    [Fact]
    public async Task Engine_IsThatOfPwsh76()
    {
        HostResult result = await HostProcess.RunCommandAsync(
            "$v = $PSVersionTable.PSVersion; \"$($v.Major).$($v.Minor)\"; $Host.Name; $ExecutionContext.SessionState.LanguageMode");
        Assert.Equal("7.6\nConsoleHost\nFullLanguage", result.Output.ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public async Task Help_OfModuleWithMaml_IsShown()
    {
        HostResult result = await HostProcess.RunCommandAsync("(Get-Help Get-AutoAwait).Synopsis");
        Assert.DoesNotContain("Get-AutoAwait [", result.Output, StringComparison.Ordinal);
        Assert.NotEqual("", result.Output.Trim());
    }
}
