using System.Reflection;
using AsyncCSharp.Contract;

namespace AsyncCSharp.Editing;

/// <summary>
/// What is shown below the text while it is typed: how the word may go on, what is called; and what the names in the text are, for its colours. While words
/// are shown, a few keys are its own, and what they choose goes to the editor as one key. Belongs to the editor's thread for keys, which comes by here
/// for each key; the thread of the pipeline waits for that key meanwhile.
/// </summary>
internal sealed class TypingPopup
{
    /// <summary>The name of the key that stands for a choice. Keyboards have none of it.</summary>
    public const string KeyName = "F23";

    // A person who types on is not asked for: keys come more often.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(60);

    private static readonly ConsoleKeyInfo s_chosenKey = new('\0', ConsoleKey.F23, shift: false, alt: false, control: false);

    private readonly EditorMembers _editor;
    private readonly CellPainter _painter;
    private readonly EditorScreen _screen;
    private readonly FieldInfo _status;
    private volatile TextEdit? _chosen;
    private ConsoleKeyInfo? _last;
    private string _text = string.Empty;
    private int _cursor;
    private string? _closed;
    private TypingHint _hint = TypingHint.Nothing;
    private PopupChoice _choice;
    private bool _isShown;

    // What is shown is of the text before: it stays until there is something new, since it would flicker, and no key is for it.
    private bool _isOld;

    private TypingPopup(EditorMembers editor, CellPainter painter, EditorScreen screen, FieldInfo status, ScreenText place)
    {
        (_editor, _painter, _screen, _status) = (editor, painter, screen, status);
        View = new PopupView(place, screen);
        WidthOf = place.WidthOf;
    }

    /// <summary>Whether it shows anything. Without it, only the colours are asked for.</summary>
    public bool IsOn { get; set; }

    /// <summary>Whether a function of the editor reads keys of its own: a menu.</summary>
    public bool IsBusy { get; set; }

    /// <summary>What is asked.</summary>
    public ITypingHelp? Help { get; set; }

    /// <summary>Where it is shown.</summary>
    public PopupView View { get; }

    private Func<char, int> WidthOf { get; }

    /// <summary>That of an editor; null where it does not say when it searches.</summary>
    public static TypingPopup? Of(EditorMembers editor, CellPainter painter, EditorScreen screen, ScreenText place) =>
        editor.Singleton.GetType().GetField("_statusLinePrompt", BindingFlags.NonPublic | BindingFlags.Instance) is { } status
            ? new TypingPopup(editor, painter, screen, status, place)
            : null;

    /// <summary>Forgets the text before.</summary>
    public void Begin() => (_last, _text, _closed, _chosen) = (null, string.Empty, null, null);

    /// <summary>What was chosen last, once.</summary>
    public TextEdit? TakeChosen() => Interlocked.Exchange(ref _chosen, null);

    /// <summary>The next key that is for the editor. Shows what there is to show until it comes.</summary>
    public ConsoleKeyInfo Read(PasteReader keys)
    {
        if (_painter.IsOn && !IsBusy && _status.GetValue(_editor.Singleton) is null)
        {
            Look(keys);
        }
        else
        {
            Clear();
        }

        ConsoleKeyInfo key = keys.Read();
        while (_isShown && !_isOld && Take(key) is { } taken)
        {
            if (taken == s_chosenKey)
            {
                key = taken;
                break;
            }

            Describe(keys);
            key = keys.Read();
        }

        _isOld = _isShown && _hint.Choices.Count > 0 && IsPartOfWord(key) && View.HasRoomInRow(_text);
        if (!_isOld)
        {
            Clear();
        }

        _last = key;
        return key;
    }

    private static bool IsPartOfWord(ConsoleKeyInfo key) => key.Modifiers is 0 or ConsoleModifiers.Shift && IsWord(key.KeyChar);

    private static bool IsWord(char c) => c == '_' || char.IsLetterOrDigit(c);

    // Nothing is asked for a text whose next key is there already.
    private void Look(PasteReader keys)
    {
        _editor.BufferState(out string text, out int cursor);
        bool isTyped = IsTyped(text, cursor);
        (_text, _cursor) = (text, cursor);
        bool isWanted = IsOn && _closed != BeforeWord(text, cursor) && !_editor.ShowsList;
        if (Help is null || string.IsNullOrWhiteSpace(text) || !isWanted)
        {
            Clear();
        }

        if (Help is null || string.IsNullOrWhiteSpace(text) || !Pause(keys))
        {
            return;
        }

        using CancellationTokenSource cancellation = new();
        Task<IReadOnlyList<CodeName>>? names = Help.NamesAsync(text, cancellation.Token);
        Task<TypingHint>? hint = isWanted ? Help.HintAsync(text, cursor, isTyped, 0, cancellation.Token) : null;
        while ((names is not null || hint is not null) && !keys.IsKeyAvailable)
        {
            if (names?.IsCompleted == true)
            {
                Paint(text, names);
                names = null;
            }
            else if (hint?.IsCompleted == true)
            {
                Show(hint);
                hint = null;
            }
            else
            {
                Thread.Sleep(5);
            }
        }

        // A key that is typed comes first, always.
        cancellation.Cancel();
    }

    // What a search, a menu or the history has put there is not being typed, and arrows have to go on through it.
    private bool IsTyped(string text, int cursor)
    {
        if (_last is not { } key || cursor == 0)
        {
            return false;
        }

        return (text.Length > _text.Length && key.KeyChar == text[cursor - 1])
            || (key == s_chosenKey && text[cursor - 1] == '.')
            || (key.Key == ConsoleKey.Backspace && text.Length < _text.Length);
    }

    private static string BeforeWord(string text, int cursor)
    {
        while (cursor > 0 && IsWord(text[cursor - 1]))
        {
            cursor--;
        }

        return text[..cursor];
    }

    private static bool Pause(PasteReader keys)
    {
        long begun = Environment.TickCount64;
        while (Environment.TickCount64 - begun < s_pause.TotalMilliseconds)
        {
            if (keys.IsKeyAvailable)
            {
                return false;
            }

            Thread.Sleep(5);
        }

        return true;
    }

    private void Paint(string text, Task<IReadOnlyList<CodeName>> names)
    {
        if (names.IsCompletedSuccessfully)
        {
            _painter.Names = new TypedNames(text, names.GetAwaiter().GetResult());
            _screen.Repaint();
        }
    }

    private void Show(Task<TypingHint> hint)
    {
        // Text that is half written may be more than the compiler's services can take: then there is nothing to say.
        _hint = hint.IsCompletedSuccessfully ? hint.GetAwaiter().GetResult() : TypingHint.Nothing;
        _choice = PopupChoice.Of(_hint.Choices.Count);
        Draw();
    }

    private void Draw()
    {
        HintLines lines = new(WidthOf, View.Columns);
        List<string> shown = [.. _hint.Called is { } called ? lines.Called(called) : []];
        if (_hint.Choices.Count > 0)
        {
            shown.AddRange(lines.Choices(_hint.Choices, _choice.First, RowsOfChoices, _choice.Chosen));
        }

        if (shown.Count == 0 || View.Columns <= 0)
        {
            Clear();
            return;
        }

        View.Show(_text, shown);
        (_isShown, _isOld) = (true, false);
    }

    // One row is for what is said of the one that is chosen.
    private int RowsOfChoices => Math.Max(1, View.Room(_text) - (_hint.Called is null ? 1 : 3));

    private void Clear()
    {
        if (_isShown)
        {
            View.Clear();
            (_isShown, _isOld) = (false, false);
        }
    }

    // Null for a key that is the editor's.
    private ConsoleKeyInfo? Take(ConsoleKeyInfo key)
    {
        if (key.Key == ConsoleKey.Escape && key.Modifiers == 0)
        {
            // It stays away until another word is typed.
            _closed = BeforeWord(_text, _cursor);
            Clear();

            // In Vi it leaves the typing as well.
            return _editor.IsVi ? null : key;
        }

        if (key.Modifiers is not (0 or ConsoleModifiers.Shift) || _hint.Choices.Count == 0)
        {
            return null;
        }

        if (key.Modifiers == 0 && _choice.After(key.Key, RowsOfChoices) is { } moved)
        {
            _choice = moved;
            Draw();
            return key;
        }

        bool isTaken = key.Key switch
        {
            ConsoleKey.Tab => key.Modifiers == 0,
            ConsoleKey.Enter => key.Modifiers == 0 && _choice.Chosen >= 0,
            _ => _choice.Chosen >= 0 && key.KeyChar is '.' or '(',
        };
        if (!isTaken)
        {
            return null;
        }

        TextEdit edit = _hint.Choices[Math.Max(_choice.Chosen, 0)].Edit;
        _chosen = key.KeyChar is '.' or '(' ? edit with { Text = edit.Text + key.KeyChar } : edit;
        return s_chosenKey;
    }

    // A list is described where it is looked at.
    private void Describe(PasteReader keys)
    {
        if (!_isShown || _choice.Chosen < 0 || _hint.Choices[_choice.Chosen].Note.Signature.Length > 0)
        {
            return;
        }

        using CancellationTokenSource cancellation = new();
        Task<TypingHint> asked = Help!.HintAsync(_text, _cursor, true, _choice.First, cancellation.Token);
        while (!asked.IsCompleted && !keys.IsKeyAvailable)
        {
            Thread.Sleep(5);
        }

        cancellation.Cancel();
        if (asked.IsCompletedSuccessfully && asked.GetAwaiter().GetResult().Choices is var described && described.Count == _hint.Choices.Count)
        {
            _hint = _hint with { Choices = [.. _hint.Choices.Zip(described, static (old, now) => old.Note.Signature.Length > 0 || old.Shown != now.Shown ? old : now)] };
            Draw();
        }
    }
}
