namespace AsyncCSharp.Engine.Wire;

/// <summary>The protocol between a shell and a compiler in a process of its own. See docs/design/compiler-process.md.</summary>
internal static class WireProtocol
{
    /// <summary>Counts the changes of what is in the frames.</summary>
    public const int Version = 1;

    /// <summary>No frame is longer: what says so is no frame.</summary>
    public const int MaxFrameBytes = 1 << 30;

    /// <summary>How often a compiler that has nothing to answer yet says that it is there.</summary>
    public const int BusyMilliseconds = 2000;
}
