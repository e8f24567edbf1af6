using System.Management.Automation.Language;
using AsyncCSharp.Lexing;

namespace AsyncCSharp.Editing;

/// <summary>
/// Keys of the shell's own editor that take the line for C#: it becomes <c>cs '...'</c> and runs, so that screen and history have what was run. A line
/// that is no whole cell goes on, and without one the C# prompt opens. One a runspace, which has it from <c>RunspaceSessions</c>.
/// </summary>
internal sealed class ShellLine
{
    private const string FunctionName = "RunCSharp";

    private EditorMembers? _editor;

    /// <summary>Whether a text is a whole cell.</summary>
    public Func<string, bool> IsComplete { get; set; } = static _ => true;

    /// <summary>Binds chords. False where the shell has no PSReadLine, or one that is too different.</summary>
    /// <exception cref="ArgumentException">PSReadLine cannot read one.</exception>
    public bool TryBind(string[] chords)
    {
        try
        {
            _editor ??= EditorAssembly.OfShell is { } assembly ? EditorMembers.Of(assembly) : null;
            _editor?.SetKeyHandler(chords, Run, FunctionName, Strings.KeyDescription);
        }
        catch (MissingMemberException)
        {
            return false;
        }

        return _editor is not null;
    }

    /// <summary>Takes back those that nobody has bound to something else since.</summary>
    public void Unbind()
    {
        if (_editor is null)
        {
            return;
        }

        string[] own = [.. _editor.Keys().Where(static k => k.Value == FunctionName).Select(static k => k.Key)];
        if (own.Length > 0)
        {
            _editor.RemoveKeyHandler(own);
        }
    }

    private void Run(ConsoleKeyInfo? key, object? argument)
    {
        _editor!.BufferState(out string text, out int cursor);
        if (!string.IsNullOrWhiteSpace(text) && !IsComplete(text))
        {
            _editor.Insert("\n" + CellIndent.Next(text[..cursor]));
            return;
        }

        _editor.Delete(0, text.Length);
        _editor.Insert(string.IsNullOrWhiteSpace(text) ? "Enter-CSharpSession" : $"cs '{CodeGeneration.EscapeSingleQuotedStringContent(text.Trim())}'");
        _editor.Function("AcceptLine")?.Invoke(key, argument);
    }
}
