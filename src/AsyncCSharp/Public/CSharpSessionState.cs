namespace AsyncCSharp;

/// <summary>What a session is doing.</summary>
public enum CSharpSessionState
{
    /// <summary>Nothing: a cell can run.</summary>
    Ready,

    /// <summary>A cell runs, or a cmdlet works with it.</summary>
    Busy,

    /// <summary>It was removed, and takes no more cells.</summary>
    Removed,
}
