using AsyncCSharp.Lexing;

namespace AsyncCSharp.Prompting;

/// <summary>
/// Whether a cell uses what cells before it have given, <c>_</c> and <c>Out[3]</c>. They are variables of cells that do, and of no others:
/// everywhere else <c>_</c> is C#'s discard.
/// </summary>
internal static class OutputUse
{
    /// <summary>The name of all of them.</summary>
    public const string All = "Out";

    /// <summary>The name of the last one.</summary>
    public const string Last = "_";

    /// <summary>The names that a cell uses.</summary>
    public static IEnumerable<string> In(string cell)
    {
        CellToken[] tokens = [.. CellLexer.Read(cell).Where(static t => t.Kind is not (TokenKind.Blank or TokenKind.Comment))];
        if (Array.Exists(Places(cell, tokens, All), place => Follows(cell, tokens, place, '[') && !Is(cell, tokens, place - 1, '.')))
        {
            yield return All;
        }

        int[] places = Places(cell, tokens, Last);
        if (places.Length > 0 && Array.TrueForAll(places, place => IsValue(cell, tokens, place)))
        {
            yield return Last;
        }
    }

    private static int[] Places(string cell, CellToken[] tokens, string name) =>
        [.. Enumerable.Range(0, tokens.Length).Where(i => tokens[i].Kind == TokenKind.Name && tokens[i].In(cell).SequenceEqual(name))];

    // What declares, assigns or matches with an underscore throws something away. An arrow begins with the sign of assignments.
    private static bool IsValue(string cell, CellToken[] tokens, int place)
    {
        if (Follows(cell, tokens, place, '='))
        {
            return Is(cell, tokens, place + 2, '=');
        }

        if (place == 0)
        {
            return true;
        }

        CellToken before = tokens[place - 1];
        bool isDeclared = before.Kind == TokenKind.Name || Is(cell, tokens, place - 1, '>') || Is(cell, tokens, place - 1, ']') || Is(cell, tokens, place - 1, '?')
            || (before.Kind == TokenKind.Keyword && !IsOperand(before.In(cell)));
        return !isDeclared && !IsInParameters(cell, tokens, place);
    }

    private static bool IsOperand(ReadOnlySpan<char> keyword) => keyword is "return" or "await" or "in" or "throw" or "when";

    // (_, x) => and (_, x) = F(): a list of names that declares or assigns.
    private static bool IsInParameters(string cell, CellToken[] tokens, int place)
    {
        int depth = 0;
        for (int i = place + 1; i < tokens.Length; i++)
        {
            depth += Is(cell, tokens, i, '(') ? 1 : Is(cell, tokens, i, ')') ? -1 : 0;
            if (depth < 0)
            {
                return Is(cell, tokens, i + 1, '=') && !Is(cell, tokens, i + 2, '=');
            }
        }

        return false;
    }

    private static bool Follows(string cell, CellToken[] tokens, int place, char sign) => Is(cell, tokens, place + 1, sign);

    private static bool Is(string cell, CellToken[] tokens, int place, char sign) => place >= 0 && place < tokens.Length && tokens[place].Is(cell, sign);
}
