namespace AsyncCSharp.Reading;

/// <summary>How much a reader of the console wants. No more than that is taken from where others read too.</summary>
internal enum InputUnit
{
    /// <summary>One character.</summary>
    Character,

    /// <summary>What there is, up to the end of the line.</summary>
    Line,

    /// <summary>What there is.</summary>
    All,
}
