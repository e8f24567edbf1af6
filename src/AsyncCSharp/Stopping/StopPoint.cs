namespace AsyncCSharp.Stopping;

/// <summary>Where in a cell a check stands.</summary>
internal enum StopPoint
{
    /// <summary>A loop, a backward jump, or the entry of a method.</summary>
    Jump,

    /// <summary>The start of a handler that catches everything.</summary>
    Catch,

    /// <summary>Where an await comes back.</summary>
    Resume,
}
