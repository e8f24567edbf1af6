namespace AsyncCSharp.Lexing;

/// <summary>What a piece of C# stands for, as far as the text around it tells.</summary>
internal enum TextRole
{
    /// <summary>Anything else.</summary>
    Plain,

    /// <summary>A word of the language.</summary>
    Keyword,

    /// <summary>The name of a type, or of what is written like one.</summary>
    Type,

    /// <summary>The name of a method.</summary>
    Method,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string or a character.</summary>
    String,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>A directive.</summary>
    Directive,
}
