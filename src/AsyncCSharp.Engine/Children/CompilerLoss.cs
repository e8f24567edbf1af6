namespace AsyncCSharp.Engine.Children;

/// <summary>How a compiler in a process of its own was lost, which says who has to do without.</summary>
internal enum CompilerLoss
{
    /// <summary>There is none that could be asked: another one would do no better.</summary>
    Unusable,

    /// <summary>The system had no room for one more process, pipe or page just now.</summary>
    NoRoom,

    /// <summary>It has ended before it had said what it is.</summary>
    Unready,

    /// <summary>It has ended, or was ended by somebody else.</summary>
    Ended,

    /// <summary>It has died of a fault, as an overflow of its stack: the text's, or one of what it is made of.</summary>
    Fault,

    /// <summary>It said nothing for too long.</summary>
    Silent,
}
