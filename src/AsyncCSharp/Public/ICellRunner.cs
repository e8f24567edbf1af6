namespace AsyncCSharp;

/// <summary>
/// Runs an async cell to completion on the calling thread: a synchronous function, as IPython's loop runners are.
/// </summary>
/// <remarks>
/// <see cref="Run"/> is called on the pipeline thread, with the session's loop as the current synchronization context.
/// A runner that blocks the thread in a loop of its own is interrupted (<see cref="Thread.Interrupt"/>) when the cell
/// is stopped.
/// </remarks>
public interface ICellRunner
{
    /// <summary>Runs the cell. What it returns is the cell's value; what it throws is the cell's error.</summary>
    /// <param name="cell">The cell, not started.</param>
    object? Run(CellContext cell);
}
