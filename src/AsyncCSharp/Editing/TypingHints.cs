using System.Reflection;
using System.Text;

namespace AsyncCSharp.Editing;

/// <summary>
/// What is shown below the text while it is typed: how the word may go on, what is called. It only shows: no key means anything else for it. Belongs to
/// the editor's thread for keys, which comes by here before it waits for the next one; the thread of the pipeline waits for that key meanwhile.
/// </summary>
internal sealed class TypingHints
{
    /// <summary>The rows that are kept free for it below a text.</summary>
    public const int Rows = 7;

    // A person who types on is not asked for: keys come more often.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(60);

    private readonly EditorMembers _editor;
    private readonly ScreenText _screen;
    private readonly FieldInfo _status;
    private int _shownRow = -1;

    private TypingHints(EditorMembers editor, ScreenText screen, FieldInfo status) => (_editor, _screen, _status) = (editor, screen, status);

    /// <summary>Whether it shows anything.</summary>
    public bool IsOn { get; set; }

    /// <summary>Whether a function of the editor reads keys of its own: a menu.</summary>
    public bool IsBusy { get; set; }

    /// <summary>The columns before the second line of the text.</summary>
    public int Indent { get; set; }

    /// <summary>Gives the lines for a place in a text, of a width at most.</summary>
    public Func<string, int, int, CancellationToken, Task<IReadOnlyList<string>>> Ask { get; set; } = static (_, _, _, _) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Those of an editor; null where it does not say when it searches.</summary>
    public static TypingHints? Of(EditorMembers editor, ScreenText screen) =>
        editor.Singleton.GetType().GetField("_statusLinePrompt", BindingFlags.NonPublic | BindingFlags.Instance) is { } status ? new TypingHints(editor, screen, status) : null;

    /// <summary>Waits for a key, and shows what there is to show until it comes.</summary>
    /// <param name="isKeyThere">Whether there is one.</param>
    /// <param name="size">The columns, the first row that can be seen, and how many can be.</param>
    /// <param name="draw">Writes to the terminal, and puts the cursor back.</param>
    public void Wait(Func<bool> isKeyThere, Func<(int Width, int Top, int Height)> size, Action<string> draw)
    {
        if (!IsOn || IsBusy || _status.GetValue(_editor.Singleton) is not null || !Pause(isKeyThere))
        {
            return;
        }

        _editor.BufferState(out string text, out int cursor);
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        (int width, int top, int height) = size();
        using CancellationTokenSource cancellation = new();
        Task<IReadOnlyList<string>> lines = Ask(text, cursor, width - 1, cancellation.Token);
        while (!lines.IsCompleted && !isKeyThere())
        {
            Thread.Sleep(5);
        }

        if (!lines.IsCompletedSuccessfully || isKeyThere())
        {
            // A key that is typed comes first, always.
            cancellation.Cancel();
            return;
        }

        int row = RowBelow(text, width) - top;
        string[] fitting = [.. lines.GetAwaiter().GetResult().Take(Math.Min(Rows, height - row))];
        if (fitting.Length == 0 || row < 0)
        {
            return;
        }

        StringBuilder output = new();
        for (int i = 0; i < fitting.Length; i++)
        {
            _ = output.Append(null, $"\e[{row + i + 1};1H\e[0m\e[K{fitting[i]}\e[0m");
        }

        draw(output.ToString());
        _shownRow = row;
    }

    /// <summary>Takes away what was shown, before a key does something.</summary>
    public void Clear(Action<string> draw)
    {
        if (_shownRow >= 0)
        {
            draw($"\e[{_shownRow + 1};1H\e[0m\e[J");
            _shownRow = -1;
        }
    }

    /// <summary>What makes room below the cursor, which stays in its column: at the end of the screen that scrolls.</summary>
    public static string MakeRoom(int height)
    {
        int rows = Math.Min(Rows, height / 3);
        return string.Concat(Enumerable.Repeat("\eD", rows)) + $"\e[{rows}A";
    }

    private static bool Pause(Func<bool> isKeyThere)
    {
        long begun = Environment.TickCount64;
        while (Environment.TickCount64 - begun < s_pause.TotalMilliseconds)
        {
            if (isKeyThere())
            {
                return false;
            }

            Thread.Sleep(5);
        }

        return true;
    }

    private int RowBelow(string text, int width)
    {
        ScreenPlace place = new(_screen, text, width, Indent);
        _ = place.MoveTo(text.Length - 1);
        return place.Row + (text[^1] == '\n' ? 2 : 1);
    }
}
