namespace AsyncCSharp.Contract;

/// <summary>What a name stands for, as far as lists of names tell.</summary>
internal enum CodeKind
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>A keyword.</summary>
    Keyword,

    /// <summary>A namespace.</summary>
    Namespace,

    /// <summary>A type.</summary>
    Type,

    /// <summary>A method.</summary>
    Method,

    /// <summary>A property, or an event.</summary>
    Property,

    /// <summary>A variable, a parameter, a field.</summary>
    Variable,
}
