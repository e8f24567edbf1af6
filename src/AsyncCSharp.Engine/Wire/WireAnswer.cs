namespace AsyncCSharp.Engine.Wire;

/// <summary>What a compiler answers. The numbers are on the wire.</summary>
internal enum WireAnswer : byte
{
    /// <summary>Who it is.</summary>
    Hello = 1,

    /// <summary>What was asked for.</summary>
    Done = 2,

    /// <summary>The text does not compile, or does not parse.</summary>
    Refused = 3,

    /// <summary>It cannot do that: it is to be done in the shell's own process.</summary>
    Unable = 4,

    /// <summary>It is at it. Another answer follows.</summary>
    Busy = 5,
}
