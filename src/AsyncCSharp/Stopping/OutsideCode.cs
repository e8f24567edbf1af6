namespace AsyncCSharp.Stopping;

/// <summary>PowerShell's code that a pipeline thread executes for an invocation, and will come back from. Immutable.</summary>
/// <param name="stop">The stop of the invocation.</param>
/// <param name="isCalled">Whether the cell has called it, as a script or a delegate; false for the commands downstream.</param>
internal sealed class OutsideCode(StopScope stop, bool isCalled)
{
    /// <summary>The stop of the invocation.</summary>
    public StopScope Stop => stop;

    /// <summary>Whether the cell has called it, as a script or a delegate; false for the commands downstream.</summary>
    public bool IsCalled => isCalled;
}
