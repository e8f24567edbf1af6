using AsyncCSharp.Contract;
using AsyncCSharp.Lexing;

namespace AsyncCSharp.Editing;

/// <summary>
/// What the compiler has said of the names in a text that was typed, for a text that has become of it: what was typed since has only what its letters
/// tell, until the compiler is heard again. Immutable.
/// </summary>
/// <param name="Text">The text that was asked about.</param>
/// <param name="Names">The names in it, in order.</param>
internal sealed record TypedNames(string Text, IReadOnlyList<CodeName> Names)
{
    /// <summary>Nothing was asked yet.</summary>
    public static TypedNames None { get; } = new(string.Empty, []);

    /// <summary>Gives the tokens of a text the roles that are known of them.</summary>
    public void Apply(string text, List<CellToken> tokens, TextRole[] roles)
    {
        if (Names.Count == 0)
        {
            return;
        }

        int before = text.AsSpan().CommonPrefixLength(Text);
        int after = 0;
        while (after < Math.Min(text.Length, Text.Length) - before && text[^(after + 1)] == Text[^(after + 1)])
        {
            after++;
        }

        Dictionary<int, CodeName> known = [];
        foreach (CodeName name in Names)
        {
            known[name.Start] = name;
        }

        int moved = Text.Length - text.Length;
        for (int i = 0; i < tokens.Count; i++)
        {
            CellToken token = tokens[i];
            int start = token.End <= before ? token.Start : token.Start >= text.Length - after ? token.Start + moved : -1;
            if (token.Kind is TokenKind.Name or TokenKind.Keyword && start >= 0 && known.TryGetValue(start, out CodeName name) && name.Length == token.End - token.Start)
            {
                roles[i] = name.Role;
            }
        }
    }
}
