namespace AsyncCSharp;

/// <summary>What a runner's <see cref="CellContext"/> drives: a cell on its pipeline thread.</summary>
internal interface ICellDrive
{
    /// <summary>Fires when the cell is to stop.</summary>
    CancellationToken Token { get; }

    /// <summary>The cell's task; null before it has been started.</summary>
    Task<object?>? Task { get; }

    /// <summary>Starts the cell, on first call.</summary>
    Task<object?> Start();

    /// <summary>Serves the pipeline until the task has ended. Does not throw what the task threw.</summary>
    void Wait(Task task);

    /// <summary>Makes the cell's runspace that of the calling thread, for a runner that is PowerShell code.</summary>
    void EnterRunspace();
}
