using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Language;
using AsyncCSharp.Contract;
using AsyncCSharp.Editing;
using AsyncCSharp.Interop;
using AsyncCSharp.Loop;
using AsyncCSharp.Output;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Prompting;

/// <summary>A C# prompt: what it shows, and how it reads a cell. On the pipeline thread only.</summary>
internal sealed class CellPrompt(CSharpSession session, PSHost host)
{
    private static readonly string[] s_leaving = ["exit", "exit()", "quit", "quit()"];

    private readonly ThreadPump _pump = ThreadPump.Current;
    private bool _wantsLabel;

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

    private string Continuation => Strings.PromptContinued.PadLeft(Text.Length);

    /// <summary>
    /// Reads lines until they are a whole cell, by the rules of C#. Null means that the user leaves, or that the host has
    /// no more; an empty text that there is nothing to run.
    /// </summary>
    /// <exception cref="PipelineStoppedException">Ctrl+C: what was typed is not wanted.</exception>
    public string? Read()
    {
        string? cell = Editor is not null && Intrinsics is not null ? Editor.Read(Intrinsics, Continuation, IsWhole) : ReadLines();
        if (cell is null || IsLeaving(cell))
        {
            return null;
        }

        _wantsLabel = !string.IsNullOrWhiteSpace(cell);
        return _wantsLabel ? cell : string.Empty;
    }

    /// <summary>The PowerShell line that runs a cell of this prompt; it is what the history of the shell has of it.</summary>
    public string CommandFor(string cell)
    {
        string command = $"Invoke-CSharpCell '{CodeGeneration.EscapeSingleQuotedStringContent(cell)}'";
        return session.Name.Equals(RunspaceSessions.DefaultSessionName, StringComparison.OrdinalIgnoreCase)
            ? command
            : $"{command} -Session '{CodeGeneration.EscapeSingleQuotedStringContent(session.Name)}'";
    }

    /// <summary>The label for what the cell gives that was read last, for the first call that runs it; else null.</summary>
    public OutputLabel? TakeLabel(CSharpSession running)
    {
        // A job may use the session too.
        if (!_pump.IsCurrentThread || !_wantsLabel || running != session)
        {
            return null;
        }

        _wantsLabel = false;
        return new OutputLabel(host, string.Format(null, Strings.PromptOut, NextNumber));
    }

    private static bool IsWhole(string cell) => string.IsNullOrWhiteSpace(cell) || IsLeaving(cell) || EngineLoadContext.Engine.IsComplete(cell);

    private static bool IsLeaving(string cell) => s_leaving.Contains(cell.Trim().TrimEnd(';'));

    private string? ReadLines()
    {
        string? cell = ReadLine();
        while (cell is not null && !IsWhole(cell))
        {
            host.UI.Write(Continuation);
            if (ReadLine() is not { } line)
            {
                break;
            }

            cell = $"{cell}\n{line}";
        }

        return cell;
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
