namespace AsyncCSharp.Lexing;

/// <summary>What a piece of C# text is, as far as its characters tell.</summary>
internal enum TokenKind
{
    /// <summary>White space, and characters that C# has no use for.</summary>
    Blank,

    /// <summary>A word of the language.</summary>
    Keyword,

    /// <summary>A name.</summary>
    Name,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string or a character, or the part of an interpolated string outside of its holes.</summary>
    String,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>A directive: <c>#if</c>, <c>#r</c>.</summary>
    Directive,

    /// <summary>An operator, a bracket, a separator: one character each.</summary>
    Sign,
}
