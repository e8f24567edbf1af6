namespace AsyncCSharp.Lexing;

/// <summary>How far the lines of a cell are indented while it is typed.</summary>
internal static class CellIndent
{
    private const int Step = 4;

    /// <summary>
    /// The white space that a new line begins with, after the text before the cursor: that of the line before, and a step more behind an open
    /// bracket. Null where the line belongs to a string, whose text is the user's alone.
    /// </summary>
    public static string? Next(string before)
    {
        List<CellToken> tokens = CellLexer.Read(before);
        if (tokens is [.., { Kind: TokenKind.String } last] && IsOpenString(before, last))
        {
            return null;
        }

        string current = Of(before, before.Length);
        return Innermost(before, tokens) is { } open && open >= LineStart(before, before.Length) ? current + new string(' ', Step) : current;
    }

    /// <summary>The white space before a bracket that closes what the text before it has opened, or null where it is none of code.</summary>
    public static string? Closing(string before)
    {
        List<CellToken> tokens = CellLexer.Read(before);
        return tokens is [.., { Kind: TokenKind.Blank }] && Innermost(before, tokens) is { } open && before[open] == '{' ? Of(before, open) : null;
    }

    /// <summary>Where the line begins that has a position in it.</summary>
    public static int LineStart(string text, int position) => position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1;

    private static string Of(string text, int position)
    {
        int start = LineStart(text, position);
        int end = start;
        while (end < position && text[end] is ' ' or '\t')
        {
            end++;
        }

        return text[start..end];
    }

    // A string that ends at the line's end has been left open, unless it has room for more lines.
    private static bool IsOpenString(string text, CellToken last) =>
        CellLexer.Read(text + "\n") is [.., { Kind: TokenKind.String } next] && next.End > last.End;

    private static int? Innermost(string text, List<CellToken> tokens)
    {
        Stack<int> open = new();
        foreach (CellToken token in tokens)
        {
            if (token.Kind != TokenKind.Sign)
            {
                continue;
            }

            if (text[token.Start] is '(' or '[' or '{')
            {
                open.Push(token.Start);
            }
            else if (text[token.Start] is ')' or ']' or '}')
            {
                _ = open.TryPop(out _);
            }
        }

        return open.TryPeek(out int innermost) ? innermost : null;
    }
}
