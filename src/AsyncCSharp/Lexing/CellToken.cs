namespace AsyncCSharp.Lexing;

/// <summary>A piece of a cell's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How many characters it has.</param>
internal readonly record struct CellToken(TokenKind Kind, int Start, int Length)
{
    /// <summary>Where the next one begins.</summary>
    public int End => Start + Length;

    /// <summary>Its text.</summary>
    public ReadOnlySpan<char> In(string text) => text.AsSpan(Start, Length);

    /// <summary>Whether it is this sign.</summary>
    public bool Is(string text, char sign) => Kind == TokenKind.Sign && text[Start] == sign;
}
