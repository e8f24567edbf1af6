namespace AsyncCSharp.Stopping;

/// <summary>
/// One execution of a cell, as far as checks and waits know it. Flows with the execution context, so that background work which the cell
/// has started is still stopped with it.
/// </summary>
internal abstract class StoppableRun
{
    private static readonly AsyncLocal<StoppableRun?> s_current = new();

    /// <summary>The run whose code the calling thread executes, or null outside of cells.</summary>
    public static StoppableRun? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    /// <summary>Whether it is to stop, and how far that is.</summary>
    public abstract StopScope Stop { get; }

    /// <summary>The async methods of its invocation that have suspended and not ended.</summary>
    public abstract LiveFrames Frames { get; }

    /// <summary>The exception of PowerShell's that has ended its pipeline, or null.</summary>
    public abstract Exception? PipelineFailure { get; }

    /// <summary>Gets what its code throws where nobody can catch it.</summary>
    public abstract IFailureSink Failures { get; }
}
