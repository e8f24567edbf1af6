using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace PwshHost;

/// <summary>The one runspace of the process, and how a text or a file is run in it.</summary>
internal sealed class HostSession : IDisposable
{
    private readonly Runspace _runspace;
    private readonly StatementRunner _runner;

    public HostSession()
    {
        Host = new ConsoleHost();
        // CreateDefault wants Microsoft.PowerShell.ConsoleHost.dll, which is in no package.
        InitialSessionState initialState = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            initialState.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        _runspace = RunspaceFactory.CreateRunspace(Host, initialState);
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        ModulePath.PutFirst(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);
        _runner = new StatementRunner(_runspace);
        Host.NestedPrompt = () => new PromptLoop(this);
    }

    public ConsoleHost Host { get; }

    /// <summary>Runs a text as <c>pwsh -Command</c> does and gives the exit code of the process.</summary>
    public int RunText(string text)
    {
        return ExitCode(Run(text));
    }

    /// <summary>Runs a script file as <c>pwsh -File</c> does and gives the exit code of the process.</summary>
    public int RunFile(string path, IReadOnlyList<string> arguments)
    {
        string fullPath = Path.GetFullPath(path);
        if (!File.Exists(fullPath))
        {
            throw new UsageException(
                $"The argument '{path}' is not recognized as the name of a script file. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.");
        }

        EngineInternals.LetScriptExitProcess(_runspace);
        Command command = new(fullPath, isScript: false, useLocalScope: false);
        foreach (string argument in arguments)
        {
            command.Parameters.Add(ScriptArgument.Parse(argument));
        }

        bool succeeded = _runner.RunCommand(command, UsesInput(Parser.ParseFile(fullPath, out _, out _)));
        return ExitCode(succeeded);
    }

    /// <summary>Runs a text whose output goes to the console; false means that it ended with an exception.</summary>
    public bool Run(string text) => Host.IsNested
        ? _runner.RunNested(text)
        : _runner.RunText(text, UsesInput(Parser.ParseInput(text, out _, out _)));

    /// <summary>Gives what the prompt function of the session returns.</summary>
    public string Prompt()
    {
        using PowerShell shell = CreateShell();
        return shell.AddCommand("prompt").Invoke().FirstOrDefault()?.ToString() ?? "PS> ";
    }

    /// <summary>Asks the function that pwsh asks for a line, where there is one.</summary>
    public bool TryReadLine(out string? line)
    {
        const string Reader = "PSConsoleHostReadLine";
        line = null;
        using PowerShell search = CreateShell();
        _ = search.AddCommand("Get-Command").AddParameter("Name", Reader).AddParameter("CommandType", CommandTypes.Function).AddParameter("ErrorAction", ActionPreference.Ignore);
        if (search.Invoke().Count == 0)
        {
            return false;
        }

        using PowerShell shell = CreateShell();
        line = shell.AddCommand(Reader).Invoke().FirstOrDefault()?.BaseObject as string;
        return true;
    }

    public void Dispose()
    {
        _runner.Dispose();
        _runspace.Dispose();
    }

    private PowerShell CreateShell() => Host.IsNested ? PowerShell.Create(RunspaceMode.CurrentRunspace) : PowerShell.Create(_runspace);

    private static bool UsesInput(Ast ast) =>
        ast.Find(node => node is VariableExpressionAst { VariablePath.UserPath: "input" }, searchNestedScriptBlocks: false) is not null;

    private int ExitCode(bool succeeded)
    {
        if (Host.ExitCode is { } exitCode)
        {
            return exitCode;
        }

        using Pipeline pipeline = _runspace.CreatePipeline("$global:?");
        bool lastSucceeded = LanguagePrimitives.IsTrue(pipeline.Invoke().FirstOrDefault());
        return succeeded && lastSucceeded ? 0 : 1;
    }
}
