using System.Text;

namespace AsyncCSharp.Editing;

/// <summary>The rows below a text that something is shown in. Belongs to the editor's thread for keys; while it draws, nobody else does.</summary>
internal sealed class PopupView(ScreenText screen, EditorScreen terminal)
{
    /// <summary>The rows that it takes at most.</summary>
    public const int Rows = 7;

    // Where there are fewer rows below the text, it is moved up.
    private const int FewestRows = 4;

    // More than anybody types before the next look at the text.
    private const int Margin = 10;

    private (int Row, int Width, int Height) _shown = (-1, 0, 0);

    /// <summary>The columns before the second line of the text.</summary>
    public int Indent { get; set; }

    /// <summary>The columns for lines. One is left free: what ends in the last one would begin another row.</summary>
    public int Columns => terminal.Width() - 1;

    /// <summary>How many rows there are for it below the text.</summary>
    public int Room(string text)
    {
        int below = Below(text);
        return Math.Min(Rows, terminal.Height() - below + Scrollable(below));
    }

    /// <summary>Whether the text can have some more characters without another row.</summary>
    public bool HasRoomInRow(string text)
    {
        ScreenPlace place = new(screen, text, terminal.Width(), Indent);
        _ = place.MoveTo(text.Length - 1);
        return place.Column + Margin < terminal.Width();
    }

    /// <summary>Shows lines in the place of those before.</summary>
    public void Show(string text, IReadOnlyList<string> lines)
    {
        int below = Below(text);
        if (Math.Min(Math.Min(lines.Count - (terminal.Height() - below), FewestRows), Scrollable(below)) is var missing and > 0)
        {
            Scroll(missing);
            below = Below(text);
        }

        if (below < 0 || below >= terminal.Height())
        {
            return;
        }

        StringBuilder output = new();
        int count = Math.Min(lines.Count, terminal.Height() - below);
        for (int i = 0; i < count; i++)
        {
            _ = output.Append(null, $"\e[{below + i + 1};1H\e[0m\e[K{lines[i]}\e[0m");
        }

        terminal.Draw(output.Append(below + count < terminal.Height() ? $"\e[{below + count + 1};1H\e[J" : string.Empty).ToString());
        _shown = (below, terminal.Width(), terminal.Height());
    }

    /// <summary>Takes away what is shown, before a key does something to the text.</summary>
    public void Clear()
    {
        if (_shown.Row < 0)
        {
            return;
        }

        if ((_shown.Width, _shown.Height) == (terminal.Width(), terminal.Height()))
        {
            terminal.Draw($"\e[{_shown.Row + 1};1H\e[0m\e[J");
        }
        else
        {
            // The window has another size, and its rows are others. Only the cursor is where it was in the text.
            terminal.Write("\e[0m\e[J");
            terminal.HaveAllPainted();
        }

        _shown.Row = -1;
    }

    /// <summary>What makes room below the cursor, which stays in its column: at the end of the screen that scrolls.</summary>
    public static string MakeRoom(int height)
    {
        int rows = Math.Min(Rows, height / 3);
        return string.Concat(Enumerable.Repeat("\eD", rows)) + $"\e[{rows}A";
    }

    private int Below(string text)
    {
        ScreenPlace place = new(screen, text, terminal.Width(), Indent);
        _ = place.MoveTo(text.Length - 1);
        return place.Row + (text[^1] == '\n' ? 2 : 1) - terminal.Top();
    }

    // The text's first row stays in sight.
    private int Scrollable(int below) => Math.Clamp(FewestRows - (terminal.Height() - below), 0, Math.Max(screen.Top - terminal.Top(), 0));

    private void Scroll(int rows)
    {
        int top = terminal.Top();
        terminal.Write($"\e[{terminal.Height()};1H{new string('\n', rows)}");

        // A console with more rows than its window has moves the window, and the rows are the same.
        int moved = rows - (terminal.Top() - top);
        screen.Top -= moved;
        terminal.MoveCursor(-moved);
    }
}
