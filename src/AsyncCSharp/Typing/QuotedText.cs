using System.Management.Automation.Language;
using System.Text;

namespace AsyncCSharp.Typing;

/// <summary>
/// The text in a literal of PowerShell's, and where each of its characters stands in the script: <c>''</c> is one quote. A literal that lacks its
/// end is one too. Immutable.
/// </summary>
internal sealed class QuotedText
{
    private readonly int[] _places;
    private readonly StringConstantType _kind;

    private QuotedText(string text, int[] places, StringConstantType kind) => (Text, _places, _kind) = (text, places, kind);

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Reads a literal, as the script has it.</summary>
    /// <param name="literal">The literal with its quotes.</param>
    /// <param name="start">Where it begins in the script.</param>
    /// <param name="kind">What kind it is.</param>
    public static QuotedText Of(string literal, int start, StringConstantType kind)
    {
        StringBuilder text = new(literal.Length);
        List<int> places = [];
        int at = FirstIn(literal, kind);
        int end = EndOf(literal, kind);
        while (at < end)
        {
            int begun = at;
            char c = Next(literal, kind, ref at);
            if (c == '\0' && at == begun)
            {
                break;
            }

            _ = text.Append(c);
            places.Add(start + begun);
        }

        places.Add(start + Math.Min(at, literal.Length));
        return new QuotedText(text.ToString(), [.. places], kind);
    }

    /// <summary>The place in the text of a place in the script; null for what is outside of it.</summary>
    public int? ToText(int offset)
    {
        if (offset < _places[0] || offset > _places[^1])
        {
            return null;
        }

        int found = Array.BinarySearch(_places, offset);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The place in the script of a place in the text.</summary>
    public int ToScript(int position) => _places[position];

    /// <summary>A text as it is written between these quotes.</summary>
    public string Write(string text) => _kind switch
    {
        StringConstantType.SingleQuoted => CodeGeneration.EscapeSingleQuotedStringContent(text),
        StringConstantType.DoubleQuoted => text.Replace("`", "``", StringComparison.Ordinal).Replace("\"", "`\"", StringComparison.Ordinal).Replace("$", "`$", StringComparison.Ordinal),
        StringConstantType.DoubleQuotedHereString => text.Replace("`", "``", StringComparison.Ordinal).Replace("$", "`$", StringComparison.Ordinal),
        _ => text,
    };

    private static int FirstIn(string literal, StringConstantType kind) => kind switch
    {
        StringConstantType.BareWord => 0,
        StringConstantType.SingleQuoted or StringConstantType.DoubleQuoted => Math.Min(1, literal.Length),
        _ => literal.IndexOf('\n', StringComparison.Ordinal) is var line && line < 0 ? literal.Length : line + 1,
    };

    // A here-string ends with the line before the quote.
    private static int EndOf(string literal, StringConstantType kind)
    {
        if (kind is not (StringConstantType.SingleQuotedHereString or StringConstantType.DoubleQuotedHereString))
        {
            return literal.Length;
        }

        int line = literal.LastIndexOf('\n');
        if (line <= 0 || line + 3 != literal.Length || literal[^1] != '@')
        {
            return literal.Length;
        }

        return literal[line - 1] == '\r' ? line - 1 : line;
    }

    // The character at a place, which goes on behind it; where the literal ends there, it stays.
    private static char Next(string literal, StringConstantType kind, ref int at)
    {
        char c = literal[at];
        bool hasNext = at + 1 < literal.Length;
        switch (kind)
        {
            case StringConstantType.SingleQuoted when IsSingleQuote(c):
                return hasNext && IsSingleQuote(literal[at + 1]) ? Take(literal[at + 1], 2, ref at) : '\0';
            case StringConstantType.DoubleQuoted when IsDoubleQuote(c):
                return hasNext && IsDoubleQuote(literal[at + 1]) ? Take(literal[at + 1], 2, ref at) : '\0';
            case StringConstantType.DoubleQuoted or StringConstantType.DoubleQuotedHereString when c == '`' && hasNext:
                return Take(Escaped(literal[at + 1]), 2, ref at);

            // What a variable will be nobody knows yet; a name goes with most.
            case StringConstantType.DoubleQuoted or StringConstantType.DoubleQuotedHereString when c == '$' && hasNext && (char.IsLetter(literal[at + 1]) || literal[at + 1] == '_'):
                return Take('_', 1, ref at);
            default:
                return Take(c, 1, ref at);
        }
    }

    private static char Take(char c, int length, ref int at)
    {
        at += length;
        return c;
    }

    private static char Escaped(char c) => c switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => ' ',
        _ => c,
    };

    private static bool IsSingleQuote(char c) => c is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b';

    private static bool IsDoubleQuote(char c) => c is '"' or '\u201c' or '\u201d' or '\u201e';
}
