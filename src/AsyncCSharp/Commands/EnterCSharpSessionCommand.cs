using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AsyncCSharp.Editing;
using AsyncCSharp.Interop;
using AsyncCSharp.Prompting;
using AsyncCSharp.Reporting;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Commands;

/// <summary>Opens a C# prompt in the running shell.</summary>
/// <remarks>
/// In a console it is a nested prompt of the shell, so that Ctrl+C stops the cell that runs and not the prompt. Other hosts
/// read their nested prompts in ways of their own; there the cmdlet reads by itself.
/// </remarks>
[Cmdlet(VerbsCommon.Enter, "CSharpSession")]
[OutputType(typeof(void))]
public sealed class EnterCSharpSessionCommand : SessionCommand
{
    private const string ConsoleHostName = "ConsoleHost";

    /// <summary>The session: its name, or the object.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        CSharpSession session = ResolveSession(Session);
        bool isConsole = Host.Name == ConsoleHostName;
        CellPrompt prompt = new(session, Host)
        {
            NullIsInterrupt = isConsole && !InteractiveProcess.IsInputRedirected,
            Editor = isConsole ? State.Of<EditorChoice>().Editor : null,
            Intrinsics = SessionState.PSVariable.GetValue("ExecutionContext") as EngineIntrinsics,
        };
        OpenPrompt open = State.Of<OpenPrompt>();
        CellPrompt? outer = open.Prompt;
        open.Prompt = prompt;
        try
        {
            Host.UI?.WriteLine(string.Format(null, Strings.PromptBanner, session.Name));
            if (isConsole)
            {
                RunNested(prompt);
            }
            else
            {
                RunHere(prompt, session);
            }
        }
        catch (Exception e) when (HostFailure.Is(e) && e is not InvalidOperationException)
        {
            ThrowTerminatingError(Errors.PromptNotSupported(Host.Name, e.Message));
        }
        finally
        {
            open.Prompt = outer;
        }

        if (prompt.Failure is { } failure)
        {
            ThrowTerminatingError(Errors.PromptNotSupported(Host.Name, failure.Message));
        }
    }

    // The shell asks these functions for its prompt and for what to run.
    private void RunNested(CellPrompt prompt)
    {
        using ReplacedFunction text = new(this, "prompt", () => prompt.Text);
        using ReplacedFunction reader = new(this, "PSConsoleHostReadLine", () => ReadCommand(prompt));
        Host.EnterNestedPrompt();
    }

    private static string ReadCommand(CellPrompt prompt)
    {
        try
        {
            return prompt.Read() is { } line ? prompt.CommandFor(line) : "exit";
        }
        catch (PipelineStoppedException)
        {
            // What was typed is dropped, and the prompt shown anew.
            return string.Empty;
        }
    }

    private void RunHere(CellPrompt prompt, CSharpSession session)
    {
        while (true)
        {
            Host.UI!.Write(prompt.Text);
            if (prompt.Read() is not { } line)
            {
                return;
            }

            if (line.Text.Length > 0)
            {
                Run(line, session);
            }
        }
    }

    private void Run(PromptLine line, CSharpSession session)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        _ = line.Kind == PromptLineKind.Cell
            ? shell.AddCommand("Invoke-CSharpCell").AddParameter("Code", line.Text).AddParameter("Session", session)
            : shell.AddScript(line.Text, useLocalScope: false);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        _ = shell.AddCommand("Out-Default");
        try
        {
            _ = shell.Invoke();
        }
        catch (RuntimeException e) when (!PipelineExceptions.EndsPipeline(e) && e is not ActionPreferenceStopException)
        {
            WriteError(e.ErrorRecord);
        }
    }
}
