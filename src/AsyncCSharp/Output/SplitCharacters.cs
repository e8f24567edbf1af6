namespace AsyncCSharp.Output;

/// <summary>
/// Puts together the characters that a cell writes to the console in two goes: a half of a surrogate pair in a record of
/// its own is nothing that anybody can show. The first half waits for the second, whatever else is written meanwhile.
/// </summary>
internal sealed class SplitCharacters
{
    /// <summary>How many halves may wait; more are no halves of anything.</summary>
    private const int Most = 16;

    private readonly object _lock = new();
    private readonly List<Half> _waiting = [];
    private volatile bool _any;

    /// <summary>Whether a text ends in the first half of a character.</summary>
    public static bool Splits(string text) => text.Length > 0 && char.IsHighSurrogate(text[^1]);

    /// <summary>Gives the text as it is to be written; null where all of it waits.</summary>
    /// <param name="writer">What it is written to.</param>
    /// <param name="text">What was written.</param>
    /// <param name="newLine">Whether a line break follows on it.</param>
    public string? Join(ConsoleRouter writer, string text, bool newLine)
    {
        bool joins = _any && text.Length > 0 && char.IsLowSurrogate(text[0]);
        bool splits = !newLine && Splits(text);
        if (!splits && !joins)
        {
            return text;
        }

        string before = string.Empty;
        lock (_lock)
        {
            if (joins)
            {
                before = Take(writer);
            }

            if (splits)
            {
                before = _waiting.Count == Most ? TakeAt(0) + before : before;
                _waiting.Add(new Half(writer, Environment.CurrentManagedThreadId, text[^1]));
                text = text[..^1];
            }

            _any = _waiting.Count > 0;
        }

        text = before + text;
        return text.Length == 0 ? null : text;
    }

    /// <summary>Nothing more comes: gives the halves that still wait, and what they were written to.</summary>
    public IReadOnlyList<(ConsoleRouter Writer, string Text)> TakeRest()
    {
        lock (_lock)
        {
            (ConsoleRouter, string)[] rest = [.. _waiting.Select(w => (w.Writer, w.Character.ToString()))];
            _waiting.Clear();
            _any = false;
            return rest;
        }
    }

    // The first half that the same thread has written, if there is one; else the oldest, since code may go on elsewhere after an await.
    private string Take(ConsoleRouter writer)
    {
        int thread = Environment.CurrentManagedThreadId;
        int index = _waiting.FindIndex(w => w.Writer == writer && w.Thread == thread);
        index = index < 0 ? _waiting.FindIndex(w => w.Writer == writer) : index;
        return index < 0 ? string.Empty : TakeAt(index);
    }

    private string TakeAt(int index)
    {
        string half = _waiting[index].Character.ToString();
        _waiting.RemoveAt(index);
        return half;
    }

    private readonly record struct Half(ConsoleRouter Writer, int Thread, char Character);
}
