namespace AsyncCSharp.Lexing;

/// <summary>How a string is read, by what it begins with: <c>"</c>, <c>@"</c>, <c>$"</c>, <c>$@"</c>, <c>"""</c>, <c>$$"""</c>.</summary>
/// <param name="OpeningLength">The characters before its text.</param>
/// <param name="Quotes">How many quotes end it.</param>
/// <param name="HoleBraces">How many braces open a hole, or 0.</param>
/// <param name="IsVerbatim">Whether a backslash is a character like others, and a doubled quote is one.</param>
internal readonly record struct StringReading(int OpeningLength, int Quotes, int HoleBraces, bool IsVerbatim)
{
    private bool IsRaw => Quotes > 1;

    /// <summary>The string that begins here, or null.</summary>
    public static StringReading? Opens(string text, int position)
    {
        int start = position;
        int dollars = 0;
        bool isVerbatim = false;
        for (; position < text.Length && text[position] is '$' or '@'; position++)
        {
            dollars += text[position] == '$' ? 1 : 0;
            isVerbatim |= text[position] == '@';
        }

        int quotes = CountOf(text, position, '"');
        return quotes == 0 ? null
            : quotes >= 3 && !isVerbatim ? new StringReading(position - start + quotes, quotes, dollars, false)
            : new StringReading(position - start + 1, 1, Math.Min(dollars, 1), isVerbatim);
    }

    /// <summary>The number of braces that open a hole here, with those before them that are text, or 0.</summary>
    public int HoleAt(string text, int position)
    {
        int braces = HoleBraces == 0 ? 0 : CountOf(text, position, '{');
        return IsRaw ? braces >= HoleBraces ? braces : 0 : braces % 2 == 1 ? braces : 0;
    }

    /// <summary>Whether the string ends here.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">Where.</param>
    /// <param name="length">The characters that end it, or those to go on behind.</param>
    public bool EndsAt(string text, int position, out int length)
    {
        char c = text[position];
        int quotes = CountOf(text, position, '"');
        if (IsRaw)
        {
            length = Math.Max(quotes, 1);
            return quotes >= Quotes;
        }

        length = HoleBraces > 0 && c == '{' ? CountOf(text, position, '{') : 1;
        if (IsVerbatim)
        {
            length = quotes > 0 ? quotes : length;
            return quotes % 2 == 1;
        }

        length = c == '\\' ? 2 : c == '\n' ? 0 : length;
        return c is '"' or '\n';
    }

    private static int CountOf(string text, int position, char c)
    {
        int end = position;
        while (end < text.Length && text[end] == c)
        {
            end++;
        }

        return end - position;
    }
}
