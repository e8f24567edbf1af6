using System.ComponentModel;

namespace AsyncCSharp;

/// <summary>
/// Where a cell says what its execution context is at its end: compiled cells call it there. An asynchronous method, and so a cell, puts
/// its caller's context back when it returns.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FlowHooks
{
    /// <summary>At the end of a cell's own code.</summary>
    public static void Leave() => IRunningCell.Current?.LeaveFlow();
}
