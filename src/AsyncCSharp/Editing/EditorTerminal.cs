namespace AsyncCSharp.Editing;

/// <summary>The terminal of an editor.</summary>
/// <param name="Proxy">What the editor takes for its console.</param>
/// <param name="Keys">What it reads.</param>
/// <param name="Screen">What it shows.</param>
/// <param name="Row">The row that the cursor is in.</param>
internal sealed record EditorTerminal(object Proxy, PasteReader Keys, EditorScreen Screen, Func<int> Row)
{
    // The console of Windows gives pasted text as keys, and has no such marks.
    private static readonly bool s_marksPastes = !OperatingSystem.IsWindows();

    /// <summary>What paints the text; null where nothing does.</summary>
    public CellPainter? Painter { get; set; }

    /// <summary>What shows something below the text while it is typed; null where nothing does.</summary>
    public TypingPopup? Popup { get; set; }

    /// <summary>Writes to it past the editor.</summary>
    public void Write(string text) => Screen.Write(text);

    /// <summary>Has the terminal put marks around what is pasted, or no more.</summary>
    public void MarkPastes(bool on)
    {
        if (s_marksPastes)
        {
            Write(on ? "\e[?2004h" : "\e[?2004l");
        }
    }

    /// <summary>Goes to a new line from the end of the text; what the editor has put behind it (a suggestion) goes from the screen.</summary>
    public void EndText() => Write("\e[J\n");

    /// <summary>Writes lines below that of the cursor; gives the row behind them.</summary>
    public int WriteBelow(IReadOnlyList<string> lines)
    {
        Write($"\e[J\n{string.Join('\n', lines)}\n");
        return Row();
    }
}
