namespace AsyncCSharp.Reading;

/// <summary>
/// Input that has been taken from its source and not been read: what came before a line was complete, or for a reader that
/// was stopped. The next reader gets it.
/// </summary>
internal sealed class PendingInput
{
    private char[] _buffer = new char[256];
    private int _start;
    private int _end;

    // How far a line's end has been looked for.
    private int _looked;

    // A line has ended in a carriage return, and what belongs to that may be yet to come.
    private bool _skipsLineFeed;

    /// <summary>Whether nothing at all is left over.</summary>
    public bool IsEmpty => _end == 0 && !_skipsLineFeed;

    /// <summary>How many characters there are.</summary>
    public int Length => _end - _start;

    private ReadOnlySpan<char> Text => _buffer.AsSpan(_start, Length);

    /// <summary>Adds a character.</summary>
    public void Add(char character) => Add([character]);

    /// <summary>Adds text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (_skipsLineFeed && text.Length > 0)
        {
            _skipsLineFeed = false;
            text = text[0] == '\n' ? text[1..] : text;
        }

        MakeRoom(text.Length);
        text.CopyTo(_buffer.AsSpan(_end));
        _end += text.Length;
    }

    /// <summary>The next character; stays.</summary>
    public int Peek() => Length > 0 ? _buffer[_start] : -1;

    /// <summary>Takes characters out, as many as there are and fit.</summary>
    public int Take(Span<char> into)
    {
        int count = Math.Min(into.Length, Length);
        Text[..count].CopyTo(into);
        Skip(count);
        return count;
    }

    /// <summary>Takes all out.</summary>
    public string TakeAll()
    {
        string all = Text.ToString();
        Skip(Length);
        return all;
    }

    /// <summary>Takes a line out, without its end; null where none is complete.</summary>
    public string? TakeLine()
    {
        int found = Text[_looked..].IndexOfAny('\n', '\r');
        if (found < 0)
        {
            _looked = Length;
            return null;
        }

        int end = _looked + found;
        string line = Text[..end].ToString();
        bool isReturn = Text[end] == '\r';
        bool isLast = end + 1 == Length;
        Skip(end + (isReturn && !isLast && Text[end + 1] == '\n' ? 2 : 1));
        _skipsLineFeed = isReturn && isLast;
        return line;
    }

    private void Skip(int count)
    {
        _start += count;
        _looked = 0;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    private void MakeRoom(int count)
    {
        if (_buffer.Length - _end >= count)
        {
            return;
        }

        char[] larger = Length + count <= _buffer.Length / 2 ? _buffer : new char[Math.Max(_buffer.Length * 2, Length + count)];
        Text.CopyTo(larger);
        _end = Length;
        _start = 0;
        _buffer = larger;
    }
}
