namespace AsyncCSharp.Editing;

/// <summary>The terminal of an editor.</summary>
/// <param name="Proxy">What the editor takes for its console.</param>
/// <param name="Keys">What it reads.</param>
/// <param name="Write">Writes to it past the editor.</param>
/// <param name="Row">The row that the cursor is in.</param>
/// <param name="Height">The rows that can be seen.</param>
internal sealed record EditorTerminal(object Proxy, PasteReader Keys, Action<string> Write, Func<int> Row, Func<int> Height)
{
    // The console of Windows gives pasted text as keys, and has no such marks.
    private static readonly bool s_marksPastes = !OperatingSystem.IsWindows();

    /// <summary>What paints the text; null where nothing does.</summary>
    public CellPainter? Painter { get; set; }

    /// <summary>What shows hints below the text; null where nothing does.</summary>
    public TypingHints? Hints { get; set; }

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
