namespace AsyncCSharp.Machines;

/// <summary>What a machine tells.</summary>
internal enum MachineNewsKind
{
    /// <summary>It has said what it is, or sent an answer.</summary>
    Output,

    /// <summary>A record of a stream.</summary>
    Record,

    /// <summary>Its pipeline has ended; with the reason, where it failed.</summary>
    Ended,

    /// <summary>Its connection takes nothing any more.</summary>
    Gone,

    /// <summary>It has given no sign of life for too long; with the seconds.</summary>
    Silent,
}
