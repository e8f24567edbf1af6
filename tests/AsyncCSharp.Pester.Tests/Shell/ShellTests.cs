using System.Diagnostics;
using AsyncCSharp.Pester.Tests.Processes;
using Xunit;

namespace AsyncCSharp.Pester.Tests.Shell;

/// <summary>tools/Shell is a pwsh like any other, with what was built before everything else in its module path.</summary>
public sealed class ShellTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Command_WithACell_RunsItInRealPwsh()
    {
        DotnetResult result = await RunAsync(["-Command", "Invoke-CSharpCell 'await Task.Delay(100); 42'"]);
        Assert.True(result is { ExitCode: 0, Errors: "" }, result.Report);
        Assert.Equal("42", result.Output.TrimEnd());
    }

    [Fact]
    public async Task Pwsh_IsTheReleaseOfTheManifest_WithItsOwnModulesAndRoslyn()
    {
        DotnetResult result = await RunAsync(
            ["-NoProfile", "-Command", "\"$($PSVersionTable.PSVersion)\"; $PSHOME; Test-Path $PSHOME/Modules/PSReadLine, $PSHOME/Microsoft.CodeAnalysis.CSharp.dll"]);
        string folder = Path.GetDirectoryName(Repository.Pwsh)!;
        Assert.Equal([Path.GetFileName(folder), folder, "True", "True"], Lines(result));
    }

    [Theory]
    [InlineData("-NoProfile", "-Command", "exit 7")]
    [InlineData("-NoProfile", "-Command", "[Environment]::Exit(7)")]
    public async Task ExitCode_IsThatOfPwsh(params string[] arguments)
    {
        DotnetResult result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 7, result.Report);
    }

    [Fact]
    public async Task Arguments_WithBlanksQuotesAndNothing_ArriveAsTheyAre()
    {
        string script = Path.GetTempFileName() + ".ps1";
        await File.WriteAllTextAsync(script, "foreach ($argument in $args) { \"<$argument>\" }", TestContext.Current.CancellationToken);
        try
        {
            DotnetResult result = await RunAsync(["-NoProfile", "-File", script, "a b", "", "\"c\"", "d'e", "$f", "é"]);
            Assert.Equal(["<a b>", "<>", "<\"c\">", "<d'e>", "<$f>", "<é>"], Lines(result));
        }
        finally
        {
            File.Delete(script);
        }
    }

    [Fact]
    public async Task StandardInput_IsReadByPwsh()
    {
        DotnetResult result = await RunAsync(["-NoProfile", "-Command", "$input | ForEach-Object { \"<$_>\" }"], "one\ntwo\n");
        Assert.Equal(["<one>", "<two>"], Lines(result));
    }

    [Fact]
    public async Task ModulePath_HasTheBuildFirstOnce_AndPwshsOwnModules()
    {
        DotnetResult result = await RunAsync(["-NoProfile", "-Command", "$env:PSModulePath.Split([IO.Path]::PathSeparator)"]);
        string[] folders = Lines(result);
        string staged = Path.TrimEndingDirectorySeparator(Path.Combine(Repository.Root, "out"));
        Assert.Equal(staged, folders[0]);
        Assert.Equal(folders.Length, folders.Distinct().Count());
        Assert.Contains(Path.Combine(Path.GetDirectoryName(Repository.Pwsh)!, "Modules"), folders);
    }

    [Fact]
    public async Task ModulePath_InAShellOfTheShell_HasTheBuildFirstStill()
    {
        DotnetResult result = await RunAsync(
            ["-NoProfile", "-Command", $"& dotnet '{Repository.Shell}' -NoProfile -Command '$env:PSModulePath.Split([IO.Path]::PathSeparator)[0]; (Get-Module -ListAvailable AsyncCSharp)[0].ModuleBase'"]);
        string staged = Path.TrimEndingDirectorySeparator(Path.Combine(Repository.Root, "out"));
        Assert.Equal([staged, Path.Combine(staged, "AsyncCSharp")], Lines(result));
    }

    [Fact]
    public async Task Interrupt_OfAll_StopsThePipelineAndIsWaitedFor()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no kill -INT on Windows.");
        Assert.SkipWhen(Signals.InterruptIsIgnored(), "This process ignores SIGINT, and so do the processes that it starts.");
        const string Command =
            "try { [Console]::WriteLine($PID); while ($true) { } } finally { [Console]::WriteLine('cleaned up') }; 'not reached'";
        using DotnetProcess shell = DotnetProcess.Start(Repository.Shell, ["-NoProfile", "-Command", Command]);
        await shell.WaitForOutputAsync("\n");
        Signals.Send("INT", shell.Id, int.Parse(shell.OutputSoFar(), System.Globalization.CultureInfo.InvariantCulture));

        DotnetResult result = await shell.WaitAsync(s_limit);
        Assert.Null(result.Stacks);
        Assert.Equal("cleaned up", Lines(result)[^1]);
    }

    [Fact]
    public async Task Termination_OfTheLauncher_EndsPwsh()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no kill -TERM on Windows.");
        using DotnetProcess shell = DotnetProcess.Start(Repository.Shell, ["-NoProfile", "-Command", "[Console]::WriteLine($PID); while ($true) { Start-Sleep 1 }"]);
        await shell.WaitForOutputAsync("\n");
        using Process pwsh = Process.GetProcessById(int.Parse(shell.OutputSoFar(), System.Globalization.CultureInfo.InvariantCulture));
        Signals.Send("TERM", shell.Id);

        Assert.Null((await shell.WaitAsync(s_limit)).Stacks);
        Assert.True(pwsh.WaitForExit(s_limit));
    }

    private static Task<DotnetResult> RunAsync(string[] arguments, string input = "") => DotnetProcess.RunAsync(Repository.Shell, arguments, input);

    private static string[] Lines(DotnetResult result) =>
        result.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
