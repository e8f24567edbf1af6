using AsyncCSharp.Lexing;

namespace AsyncCSharp.Editing;

/// <summary>What the keys do that are other ones at a C# prompt. Runs on the pipeline thread, in the editor.</summary>
internal sealed class CellKeys(EditorMembers editor, EditorTerminal terminal)
{
    private const int TabStep = 4;

    // Where the last way through the history has led, to tell whether the next key goes on with it.
    private (string Text, int Cursor)? _recalled;

    // What the last completion has left, to tell whether the next key wants the choice.
    private (string Text, int Cursor)? _completed;

    /// <summary>Whether a text is a whole cell.</summary>
    public Func<string, bool> IsComplete { get; set; } = static _ => true;

    /// <summary>Whether the editor completes C#.</summary>
    public bool CanComplete { get; set; }

    /// <summary>Explains what is at a place of the text, in lines.</summary>
    public Func<string, int, IReadOnlyList<string>> Explain { get; set; } = static (_, _) => [];

    /// <summary>The text that was accepted, or null.</summary>
    public string? Accepted { get; private set; }

    /// <summary>Whether the user wants to leave.</summary>
    public bool Leaves { get; private set; }

    /// <summary>Forgets what the last text has come to.</summary>
    public void Begin() => (Accepted, Leaves, _recalled, _completed) = (null, false, null, null);

    /// <summary>Enter: takes a text that is whole, or goes on to a new line.</summary>
    public void Accept(ConsoleKeyInfo? key, object? argument)
    {
        editor.BufferState(out string text, out _);
        if (string.IsNullOrWhiteSpace(text) || IsComplete(text))
        {
            Accepted = text.TrimEnd();
            End(text);
        }

        NewLine(key, argument);
    }

    /// <summary>Enter in Vi's command mode, which it leaves.</summary>
    public void AcceptCommand(ConsoleKeyInfo? key, object? argument)
    {
        Do("ViInsertMode", key, argument);
        Accept(key, argument);
    }

    /// <summary>A new line, indented.</summary>
    public void NewLine(ConsoleKeyInfo? key, object? argument)
    {
        editor.BufferState(out string text, out int cursor);
        editor.Insert("\n" + CellIndent.Next(text[..cursor]));
    }

    /// <summary>Ctrl+D: deletes a character, or leaves where there is no text.</summary>
    public void DeleteOrLeave(ConsoleKeyInfo? key, object? argument)
    {
        editor.BufferState(out string text, out _);
        if (text.Length > 0)
        {
            Delete(key, argument);
            return;
        }

        Leaves = true;
        End(text);
    }

    /// <summary>Deletes what a person takes for the character before the cursor.</summary>
    public void BackwardDelete(ConsoleKeyInfo? key, object? argument) =>
        OverElement("BackwardDeleteChar", key, argument, TextElements.LengthBefore, (cursor, length) => editor.Delete(cursor - length, length));

    /// <summary>Deletes what a person takes for the character at the cursor.</summary>
    public void Delete(ConsoleKeyInfo? key, object? argument) =>
        OverElement("DeleteChar", key, argument, TextElements.LengthAt, (cursor, length) => editor.Delete(cursor, length));

    /// <summary>To the left.</summary>
    public void Backward(ConsoleKeyInfo? key, object? argument) =>
        OverElement("BackwardChar", key, argument, TextElements.LengthBefore, (cursor, length) => editor.SetCursor(cursor - length));

    /// <summary>To the right; at the end it takes over the suggestion.</summary>
    public void Forward(ConsoleKeyInfo? key, object? argument) =>
        OverElement("ForwardChar", key, argument, TextElements.LengthAt, (cursor, length) => editor.SetCursor(cursor + length));

    /// <summary>To the line above, and from the first one to the cells before that begin with what stands before the cursor.</summary>
    public void Up(ConsoleKeyInfo? key, object? argument) =>
        MoveOr("HistorySearchBackward", "PreviousLine", key, argument, static (text, cursor) => text.LastIndexOf('\n', Math.Max(cursor - 1, 0)) >= 0 && cursor > 0);

    /// <summary>To the line below, and from the last one to the cells after.</summary>
    public void Down(ConsoleKeyInfo? key, object? argument) =>
        MoveOr("HistorySearchForward", "NextLine", key, argument, static (text, cursor) => text.IndexOf('\n', cursor) >= 0);

    /// <summary>Tab where it completes as far as it is sure: a second time it gives the choice.</summary>
    public void Complete(ConsoleKeyInfo? key, object? argument)
    {
        editor.BufferState(out string text, out int cursor);
        IndentOr(_completed == (text, cursor) ? "MenuComplete" : "Complete", key, argument);
        editor.BufferState(out text, out cursor);
        _completed = (text, cursor);
    }

    /// <summary>Gives the choice of what fits.</summary>
    public void CompleteByMenu(ConsoleKeyInfo? key, object? argument) => IndentOr("MenuComplete", key, argument);

    /// <summary>Puts the next of what fits.</summary>
    public void CompleteNext(ConsoleKeyInfo? key, object? argument) => IndentOr("TabCompleteNext", key, argument);

    /// <summary>As <see cref="CompleteNext"/>, where Vi has it.</summary>
    public void CompleteNextInVi(ConsoleKeyInfo? key, object? argument) => IndentOr("ViTabCompleteNext", key, argument);

    /// <summary>Shows what is called where the cursor is, or what the name there is, and the text again below.</summary>
    public void ShowHelp(ConsoleKeyInfo? key, object? argument)
    {
        editor.BufferState(out string text, out int cursor);
        IReadOnlyList<string> lines = Explain(text, cursor);
        if (lines.Count > 0)
        {
            editor.SetCursor(text.Length);
            int row = terminal.WriteBelow(lines);
            Do("InvokePrompt", key, row);
            editor.SetCursor(cursor);
        }
    }

    /// <summary>A closing brace at the beginning of a line goes under what opened it.</summary>
    public void CloseBrace(ConsoleKeyInfo? key, object? argument)
    {
        editor.BufferState(out string text, out int cursor);
        int line = CellIndent.LineStart(text, cursor);
        string before = text[line..cursor];
        if (before.Length > 0 && string.IsNullOrWhiteSpace(before) && CellIndent.Closing(text[..cursor]) is { } indent && indent.Length < before.Length)
        {
            editor.Delete(line + indent.Length, before.Length - indent.Length);
        }

        editor.Insert("}");
    }

    /// <summary>Inserts what was pasted, as one step to undo.</summary>
    public void Paste(ConsoleKeyInfo? key, object? argument)
    {
        if (terminal.Keys.TakePasted() is { Length: > 0 } text)
        {
            editor.Insert(text);
        }
    }

    /// <summary>Does what was chosen below the text, as one step to undo.</summary>
    public void Choose(ConsoleKeyInfo? key, object? argument)
    {
        editor.BufferState(out string text, out _);
        if (terminal.Popup?.TakeChosen() is { } edit && edit.Start + edit.Length <= text.Length)
        {
            editor.Replace(edit.Start, edit.Length, edit.Text, null, null);
        }
    }

    /// <summary>Nothing: a key that is meant for the popup must not do harm where that has gone.</summary>
    public static void Ignore(ConsoleKeyInfo? key, object? argument)
    {
    }

    // At the beginning of a line there is nothing to complete.
    private void IndentOr(string function, ConsoleKeyInfo? key, object? argument)
    {
        editor.BufferState(out string text, out int cursor);
        int line = CellIndent.LineStart(text, cursor);
        if (CanComplete && !string.IsNullOrWhiteSpace(text[line..cursor]))
        {
            DoAlone(function, key, argument);
            return;
        }

        int column = cursor - line;
        editor.Insert(new string(' ', TabStep - (column % TabStep)));
    }

    private void MoveOr(string history, string line, ConsoleKeyInfo? key, object? argument, Func<string, int, bool> hasLine)
    {
        editor.BufferState(out string text, out int cursor);
        if (_recalled != (text, cursor) && hasLine(text, cursor))
        {
            Do(line, key, argument);
            return;
        }

        Do(history, key, argument);
        editor.BufferState(out text, out cursor);
        _recalled = (text, cursor);
    }

    // What a person takes for one character and is several (an emoji) is done at once; the editor does the rest, and counts.
    private void OverElement(string function, ConsoleKeyInfo? key, object? argument, Func<string, int, int> lengthOf, Action<int, int> act)
    {
        editor.BufferState(out string text, out int cursor);
        int length = lengthOf(text, cursor);
        if (argument is null && length > 1)
        {
            act(cursor, length);
        }
        else
        {
            Do(function, key, argument);
        }
    }

    // A menu reads keys of its own, and is drawn where the popup is.
    private void DoAlone(string function, ConsoleKeyInfo? key, object? argument)
    {
        try
        {
            SetBusy(true);
            Do(function, key, argument);
        }
        finally
        {
            SetBusy(false);
        }
    }

    private void SetBusy(bool isBusy)
    {
        if (terminal.Popup is { } popup)
        {
            popup.IsBusy = isBusy;
        }
    }

    private void Do(string function, ConsoleKeyInfo? key, object? argument) => editor.Function(function)?.Invoke(key, argument);

    // The editor takes this exception for the end of its reading. It would not take the text itself where that is no PowerShell.
    private void End(string text)
    {
        editor.Render(text.Length);
        terminal.EndText();
        throw new OperationCanceledException();
    }
}
