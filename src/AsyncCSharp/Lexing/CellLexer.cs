namespace AsyncCSharp.Lexing;

/// <summary>
/// Takes C# text apart without a compiler: for colours and indentation while a cell is typed, before Roslyn is loaded and at a key's pace. Text that
/// has not been typed to its end is as good as any other. The tokens follow each other without a gap.
/// </summary>
internal sealed class CellLexer
{
    // Strings in the holes of strings: more of them are taken for text, as each takes a part of the stack.
    private const int DeepestHole = 100;

    private readonly string _text;
    private readonly List<CellToken> _tokens = [];
    private int _position;
    private int _depth;

    private CellLexer(string text) => _text = text;

    private char Current => At(0);

    /// <summary>The pieces of a text, in order.</summary>
    public static List<CellToken> Read(string text)
    {
        CellLexer lexer = new(text);
        lexer.ReadCode(holeBraces: 0);
        return lexer._tokens;
    }

    private char At(int offset) => (uint)(_position + offset) < (uint)_text.Length ? _text[_position + offset] : '\0';

    private void Add(TokenKind kind, int start)
    {
        if (_position > start)
        {
            _tokens.Add(new CellToken(kind, start, _position - start));
        }
    }

    // In a hole of an interpolated string, up to the braces that close it.
    private void ReadCode(int holeBraces)
    {
        int depth = 0;
        while (_position < _text.Length)
        {
            char c = Current;
            if (holeBraces > 0 && depth == 0 && (c == '}' || (c == ':' && At(1) != ':' && At(-1) != ':')))
            {
                return;
            }

            depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            ReadToken(c);
        }
    }

    private void ReadToken(char c)
    {
        int start = _position;
        if (char.IsWhiteSpace(c))
        {
            Skip(char.IsWhiteSpace);
            Add(TokenKind.Blank, start);
        }
        else if (c == '/' && At(1) is '/' or '*')
        {
            ReadComment();
        }
        else if (c == '#' && IsFirstOfLine())
        {
            ReadDirective();
        }
        else if (StringReading.Opens(_text, _position) is { } opening)
        {
            ReadString(opening);
        }
        else if (c == '\'')
        {
            ReadCharacter();
        }
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(At(1)) && At(-1) != '.'))
        {
            ReadNumber();
        }
        else if (IsNameStart(c) || (c == '@' && IsNameStart(At(1))))
        {
            _position++;
            Skip(static part => char.IsLetterOrDigit(part) || part == '_' || char.IsSurrogate(part));
            Add(CSharpWords.Has(_text.AsSpan(start, _position - start)) ? TokenKind.Keyword : TokenKind.Name, start);
        }
        else
        {
            _position++;
            Add(TokenKind.Sign, start);
        }
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_' || char.IsSurrogate(c);

    private void Skip(Func<char, bool> belongs)
    {
        while (_position < _text.Length && belongs(Current))
        {
            _position++;
        }
    }

    private bool IsFirstOfLine()
    {
        int before = _position - 1;
        while (before >= 0 && _text[before] is ' ' or '\t')
        {
            before--;
        }

        return before < 0 || _text[before] == '\n';
    }

    private void ReadComment()
    {
        int start = _position;
        int end = At(1) == '/' ? _text.IndexOf('\n', start) : _text.IndexOf("*/", start + 2, StringComparison.Ordinal);
        _position = end < 0 ? _text.Length : At(1) == '/' ? end : end + 2;
        Add(TokenKind.Comment, start);
    }

    private void ReadDirective()
    {
        int start = _position++;
        Skip(static c => char.IsLetter(c) || c == '!');
        Add(TokenKind.Directive, start);
        start = _position;
        Skip(static c => c is not ('\n' or '"'));
        Add(TokenKind.Blank, start);
    }

    private void ReadCharacter()
    {
        int start = _position++;
        while (_position < _text.Length && Current is not ('\'' or '\n'))
        {
            _position += Current == '\\' ? 2 : 1;
        }

        _position = Math.Min(_position + (Current == '\'' ? 1 : 0), _text.Length);
        Add(TokenKind.String, start);
    }

    private void ReadNumber()
    {
        int start = _position;
        bool isHex = Current == '0' && At(1) is 'x' or 'X' or 'b' or 'B';
        while (char.IsAsciiLetterOrDigit(Current) || Current == '_'
            || (Current == '.' && char.IsAsciiDigit(At(1)))
            || (Current is '+' or '-' && !isHex && At(-1) is 'e' or 'E'))
        {
            _position++;
        }

        Add(TokenKind.Number, start);
    }

    private void ReadString(StringReading reading)
    {
        int start = _position;
        _position += reading.OpeningLength;
        while (_position < _text.Length)
        {
            int holes = reading.HoleAt(_text, _position);
            if (holes > 0)
            {
                _position += holes;
                Add(TokenKind.String, start);
                start = ReadHole(reading.HoleBraces);
            }
            else if (reading.EndsAt(_text, _position, out int length))
            {
                _position += length;
                break;
            }
            else
            {
                _position = Math.Min(_position + length, _text.Length);
            }
        }

        Add(TokenKind.String, start);
    }

    // Gives where the string goes on: the format behind the colon, and the braces, are its own again.
    private int ReadHole(int braces)
    {
        if (_depth == DeepestHole)
        {
            return _position;
        }

        _depth++;
        ReadCode(braces);
        _depth--;
        int start = _position;
        if (Current == ':')
        {
            Skip(static c => c is not ('}' or '"' or '\n'));
        }

        for (int i = 0; i < braces && Current == '}'; i++)
        {
            _position++;
        }

        return start;
    }
}
