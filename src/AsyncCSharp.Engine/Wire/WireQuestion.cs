namespace AsyncCSharp.Engine.Wire;

/// <summary>What a shell asks of a compiler. The numbers are on the wire.</summary>
internal enum WireQuestion : byte
{
    /// <summary>Who it compiles for: the first frame, once.</summary>
    Hello = 1,

    /// <summary>To compile a cell.</summary>
    Build = 2,

    /// <summary>To find out about a cell.</summary>
    Test = 3,

    /// <summary>What a text asks for with <c>#r</c> and the like.</summary>
    Directives = 4,

    /// <summary>To read a using directive.</summary>
    Using = 5,

    /// <summary>Whether a text is whole.</summary>
    IsComplete = 6,
}
