using System.Text;

namespace AsyncCSharp.Editing;

/// <summary>
/// Reads the keys of a terminal that puts marks around what is pasted (bracketed paste), and gives all of a paste as one key. Without it each line that
/// is pasted would be run by itself. Belongs to the editor's thread for keys; the text is taken by the thread that handles the key.
/// </summary>
internal sealed class PasteReader(Func<ConsoleKeyInfo> read, Func<bool> isAvailable)
{
    /// <summary>The name of the key that stands for a paste. Keyboards have none of it.</summary>
    public const string KeyName = "F24";

    private const string Begin = "[200~";
    private const string End = "\e[201~";

    // Longer than a terminal takes between the characters of one sequence, and shorter than a person notices.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    private static readonly ConsoleKeyInfo s_pasteKey = new('\0', ConsoleKey.F24, shift: false, alt: false, control: false);

    private readonly Queue<ConsoleKeyInfo> _waiting = new();
    private volatile string? _pasted;

    /// <summary>Whether a key can be read at once.</summary>
    public bool IsKeyAvailable => _waiting.Count > 0 || isAvailable();

    /// <summary>What was pasted last, once.</summary>
    public string? TakePasted() => Interlocked.Exchange(ref _pasted, null);

    /// <summary>Has keys be read that somebody else has read already. Before the editor reads any.</summary>
    public void ReadFirst(IReadOnlyList<ConsoleKeyInfo> keys)
    {
        foreach (ConsoleKeyInfo key in keys)
        {
            _waiting.Enqueue(key);
        }
    }

    /// <summary>The next key; waits for it.</summary>
    public ConsoleKeyInfo Read()
    {
        if (_waiting.TryDequeue(out ConsoleKeyInfo waiting))
        {
            return waiting;
        }

        ConsoleKeyInfo key = Named(read());
        if (key.KeyChar != '\e' && !IsAltBracket(key))
        {
            return key;
        }

        _waiting.Enqueue(key);
        for (int matched = IsAltBracket(key) ? 1 : 0; matched < Begin.Length; matched++)
        {
            if (!IsThereSoon())
            {
                return _waiting.Dequeue();
            }

            key = read();
            _waiting.Enqueue(key);
            if (key.KeyChar != Begin[matched])
            {
                return _waiting.Dequeue();
            }
        }

        _waiting.Clear();
        _pasted = Clean(ReadToEnd());
        return s_pasteKey;
    }

    // The framework gives Ctrl+_, with which Emacs undoes, as Ctrl+7 and without its character, and PSReadLine takes that for Ctrl+@. So with its neighbours.
    private static ConsoleKeyInfo Named(ConsoleKeyInfo key) =>
        !OperatingSystem.IsWindows() && key is { KeyChar: '\0', Modifiers: ConsoleModifiers.Control, Key: >= ConsoleKey.D4 and <= ConsoleKey.D7 }
            ? new ConsoleKeyInfo((char)('\x1c' + (key.Key - ConsoleKey.D4)), ConsoleKey.None, shift: false, alt: false, control: true)
            : key;

    // The framework takes the two characters for a key of their own where they come alone.
    private static bool IsAltBracket(ConsoleKeyInfo key) => key is { KeyChar: '[', Modifiers: ConsoleModifiers.Alt };

    private bool IsThereSoon()
    {
        long begun = Environment.TickCount64;
        while (!isAvailable())
        {
            if (Environment.TickCount64 - begun > s_patience.TotalMilliseconds)
            {
                return false;
            }

            Thread.Sleep(1);
        }

        return true;
    }

    private string ReadToEnd()
    {
        StringBuilder text = new();
        while (true)
        {
            ConsoleKeyInfo key = read();
            if (key.KeyChar == '\x03')
            {
                // Ctrl+C: the mark of the end was lost on the way.
                return text.ToString();
            }

            _ = IsAltBracket(key) ? text.Append("\e[") : text.Append(key.KeyChar);
            if (key.KeyChar == '~' && text.Length >= End.Length && text.ToString(text.Length - End.Length, End.Length) == End)
            {
                return text.ToString(0, text.Length - End.Length);
            }
        }
    }

    // As a file would have it: no carriage returns, and no control characters, which nobody types.
    private static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        foreach (char c in text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'))
        {
            _ = c == '\t' && IsIndent(clean) ? clean.Append("    ") : c is '\n' or '\t' || !char.IsControl(c) ? clean.Append(c) : clean;
        }

        return clean.ToString();
    }

    private static bool IsIndent(StringBuilder before)
    {
        int i = before.Length - 1;
        while (i >= 0 && before[i] == ' ')
        {
            i--;
        }

        return i < 0 || before[i] == '\n';
    }
}
