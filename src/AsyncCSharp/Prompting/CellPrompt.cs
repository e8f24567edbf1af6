using System.Management.Automation;
using System.Management.Automation.Host;
using AsyncCSharp.Contract;
using AsyncCSharp.Editing;
using AsyncCSharp.Interop;
using AsyncCSharp.Loop;
using AsyncCSharp.Output;
using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;
using AsyncCSharp.Text;
using AsyncCSharp.Typing;

namespace AsyncCSharp.Prompting;

/// <summary>A C# prompt: what it shows, and what is typed there. On the pipeline thread only.</summary>
internal sealed class CellPrompt(CSharpSession session, PSHost host)
{
    private readonly ThreadPump _pump = ThreadPump.Current;
    private readonly PromptDirectives _directives = new(SessionArgument(session));
    private readonly CellOutputs _outputs = new();
    private readonly PromptHelp _help = new(session);
    private SessionLifetime _lifetime = session.Lifetime;
    private bool _wantsLabel;
    private bool _editorHasFailed;

    /// <summary>What stands before a cell. Its number is the one that the cell will have.</summary>
    public string Text => string.Format(null, Strings.PromptIn, NextNumber);

    /// <summary>Whether the host gives null for Ctrl+C, as pwsh does on a terminal, and not only at the end of the input.</summary>
    public bool NullIsInterrupt { get; init; }

    /// <summary>What lines are edited with; null where the host reads them.</summary>
    public CellEditor? Editor { get; init; }

    /// <summary>The shell, for the editor.</summary>
    public EngineIntrinsics? Intrinsics { get; init; }

    /// <summary>Why nothing could be read from the host, or null.</summary>
    public Exception? Failure { get; private set; }

    private int NextNumber => session.CellsRun + 1;

    private string Continuation => ContinuationOf(Text);

    /// <summary>
    /// Reads lines until they are a whole cell, by the rules of C#. What only looks at the prompt is done here. Null means that the user leaves, or
    /// that the host has no more; an empty text that there is nothing to run.
    /// </summary>
    /// <exception cref="PipelineStoppedException">Ctrl+C: what was typed is not wanted.</exception>
    public PromptLine? Read()
    {
        _wantsLabel = false;
        if (_lifetime != session.Lifetime)
        {
            _lifetime = session.Lifetime;
            _outputs.Clear();
        }

        string? text = Editor is not null && Intrinsics is not null && !_editorHasFailed ? ReadWithEditor(Editor, Intrinsics) : ReadLines();
        if (text is null)
        {
            return null;
        }

        PromptLine line = _directives.Read(text);
        switch (line.Kind)
        {
            case PromptLineKind.Leave:
                return null;
            case PromptLineKind.Help:
                host.UI.WriteLine(Strings.PromptHelp);
                return new PromptLine(PromptLineKind.Shell);
            case PromptLineKind.History:
                ShowHistory(line.Text);
                return new PromptLine(PromptLineKind.Shell);
            case PromptLineKind.Cell when string.IsNullOrWhiteSpace(line.Text):
                return new PromptLine(PromptLineKind.Shell);
            case PromptLineKind.Cell:
                _wantsLabel = true;
                return line;
            default:
                return line;
        }
    }

    /// <summary>The PowerShell line that runs what was typed; it is what the history of the shell has of it.</summary>
    public string CommandFor(PromptLine line) => line.Kind == PromptLineKind.Cell ? _directives.CommandFor(line.Text) : line.Text;

    /// <summary>The label for what the cell gives that was read last, for the first call that runs it; else null.</summary>
    public OutputLabel? TakeLabel(CSharpSession running)
    {
        if (!IsNext(running))
        {
            return null;
        }

        _wantsLabel = false;
        int number = NextNumber;
        return new OutputLabel(host, string.Format(null, Strings.PromptOut, number), value => _outputs.Add(number, value));
    }

    /// <summary>The variables of the call that runs the cell that was read last: those it has, and what earlier cells have given, where it uses that.</summary>
    public CallVariables? VariablesFor(CSharpSession running, string cell, CallVariables? variables)
    {
        if (!IsNext(running))
        {
            return variables;
        }

        KeyValuePair<string, object?>[] used = [.. OutputUse.In(cell)
            .Where(name => running.Glance?.FindVariable(name) is null && variables?.Have(name) != true)
            .Select(name => new KeyValuePair<string, object?>(name, name == OutputUse.All ? _outputs : _outputs.Last))];
        return used.Length == 0 ? variables : new CallVariables([.. variables?.Values ?? [], .. used]);
    }

    private static string SessionArgument(CSharpSession session) =>
        session.Name.Equals(RunspaceSessions.DefaultSessionName, StringComparison.OrdinalIgnoreCase) ? string.Empty : $" -Session {PromptDirectives.Quote(session.Name)}";

    // A job may use the session too.
    private bool IsNext(CSharpSession running) => _pump.IsCurrentThread && _wantsLabel && running == session;

    private bool IsWhole(string text) => _directives.IsWhole(text, EngineLoadContext.Engine.IsComplete);

    private static string ContinuationOf(string label) => Strings.PromptContinued.PadLeft(label.Length);

    private void ShowHistory(string count)
    {
        CellRecord[] cells = session.Lifetime.History.Cells;
        foreach (CellRecord cell in int.TryParse(count, out int last) ? cells.TakeLast(last) : cells)
        {
            string label = string.Format(null, Strings.PromptIn, cell.Number);
            host.UI.WriteLine(label + ShownText.Of(cell.Code).ReplaceLineEndings("\n" + ContinuationOf(label)));
        }
    }

    private string? ReadWithEditor(CellEditor editor, EngineIntrinsics intrinsics)
    {
        try
        {
            // What the last cell has declared is looked at while the next one is typed.
            CodeAnswers.Prepare(session);
            return editor.Read(intrinsics, Continuation, IsWhole, _help);
        }
        catch (Exception e) when (!PipelineExceptions.EndsPipeline(e) && e is not OperationCanceledException)
        {
            _editorHasFailed = true;
            host.UI.WriteWarningLine(string.Format(null, Strings.EditorFailed, e.Message));
            return string.Empty;
        }
    }

    private string? ReadLines()
    {
        string? text = ReadLine();
        while (text is not null && !IsWhole(text))
        {
            host.UI.Write(Continuation);
            if (ReadLine() is not { } line)
            {
                break;
            }

            text = $"{text}\n{line}";
        }

        return text;
    }

    private string? ReadLine()
    {
        try
        {
            return host.UI.ReadLine() ?? (NullIsInterrupt ? throw new PipelineStoppedException() : null);
        }
        catch (Exception e) when (HostFailure.Is(e))
        {
            Failure = e;
            return null;
        }
    }
}
