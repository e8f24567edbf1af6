namespace AsyncCSharp;

/// <summary>A cell that a runner is to run. Usable on the pipeline thread, while <see cref="ICellRunner.Run"/> is on the stack.</summary>
public sealed class CellContext
{
    private readonly ICellDrive _drive;

    internal CellContext(ICellDrive drive, string code)
    {
        _drive = drive;
        Code = code;
    }

    /// <summary>The cell's text.</summary>
    public string Code { get; }

    /// <summary>Fires when the cell is to stop.</summary>
    public CancellationToken CancellationToken => _drive.Token;

    /// <summary>The cell's task; null before it has been started.</summary>
    internal Task<object?>? Task => _drive.Task;

    /// <summary>Makes the cell's runspace that of the calling thread, for a runner that is PowerShell code.</summary>
    internal void EnterRunspace() => _drive.EnterRunspace();

    /// <summary>
    /// Runs the cell's first synchronous stretch on the calling thread, under the current synchronization context, and
    /// gives the task of the whole. A second call gives the same task.
    /// </summary>
    public Task<object?> Start() => _drive.Start();

    /// <summary>Blocks until the task has ended, and serves the pipeline and the session's loop meanwhile. Throws what the task threw.</summary>
    /// <param name="task">What to wait for.</param>
    /// <exception cref="OperationCanceledException">The cell was stopped, and the task did not end in time.</exception>
    public void Wait(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _drive.Wait(task);
        task.GetAwaiter().GetResult();
    }

    /// <summary><see cref="Start"/> and <see cref="Wait"/>: gives the cell's value.</summary>
    public object? RunToCompletion()
    {
        Task<object?> task = Start();
        Wait(task);
        return task.GetAwaiter().GetResult();
    }
}
