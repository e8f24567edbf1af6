namespace AsyncCSharp.Lexing;

/// <summary>Tells what the pieces of a cell stand for. It goes by how C# is written, and not by what is declared.</summary>
internal static class CellRoles
{
    private static readonly string[] s_beforeType = ["new", "class", "struct", "record", "interface", "enum", "is", "as"];

    /// <summary>The roles of tokens, in the same order.</summary>
    public static TextRole[] Of(string text, List<CellToken> tokens)
    {
        CellToken[] code = [.. tokens.Where(static t => t.Kind is not (TokenKind.Blank or TokenKind.Comment))];
        TextRole[] roles = new TextRole[tokens.Count];
        int place = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            roles[i] = tokens[i].Kind switch
            {
                TokenKind.Keyword => TextRole.Keyword,
                TokenKind.Number => TextRole.Number,
                TokenKind.String => TextRole.String,
                TokenKind.Comment => TextRole.Comment,
                TokenKind.Directive => TextRole.Directive,
                TokenKind.Name => OfName(text, code, place),
                _ => TextRole.Plain,
            };
            place += tokens[i].Kind is TokenKind.Blank or TokenKind.Comment ? 0 : 1;
        }

        return roles;
    }

    private static TextRole OfName(string text, CellToken[] code, int place)
    {
        bool isNamed = place > 0 && code[place - 1].Kind == TokenKind.Keyword && s_beforeType.Contains(code[place - 1].In(text).ToString());
        int next = BehindArguments(text, code, place + 1);
        if (Is(text, code, next, '('))
        {
            return isNamed ? TextRole.Type : TextRole.Method;
        }

        while (Is(text, code, next, '?') || (Is(text, code, next, '[') && Is(text, code, next + 1, ']')))
        {
            next += Is(text, code, next, '?') ? 1 : 2;
        }

        // A type before the name of what is of it, or before its member.
        bool isType = isNamed
            || (next < code.Length && code[next].Kind == TokenKind.Name && code[next].Start > code[place].End)
            || (Is(text, code, place + 1, '.') && !Is(text, code, place - 1, '.') && char.IsUpper(text[code[place].Start]));
        return isType ? TextRole.Type : TextRole.Plain;
    }

    // Behind <int, List<string>>, where there are any.
    private static int BehindArguments(string text, CellToken[] code, int place)
    {
        int depth = 0;
        for (int i = place; i < code.Length; i++)
        {
            if (Is(text, code, i, '<'))
            {
                depth++;
            }
            else if (depth == 0)
            {
                return place;
            }
            else if (Is(text, code, i, '>') && --depth == 0)
            {
                return i + 1;
            }
            else if (code[i].Kind is not (TokenKind.Name or TokenKind.Keyword) && ".,[]?>()".IndexOf(text[code[i].Start], StringComparison.Ordinal) < 0)
            {
                return place;
            }
        }

        return place;
    }

    private static bool Is(string text, CellToken[] code, int place, char sign) => place >= 0 && place < code.Length && code[place].Is(text, sign);
}
