namespace AsyncCSharp.Runners;

/// <summary>No loop: a cell that really suspends is an error; one that does not, works.</summary>
internal sealed class SyncRunner : ICellRunner
{
    public object? Run(CellContext cell)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        Task<object?> task = cell.Start();
        return task.IsCompleted ? task.GetAwaiter().GetResult() : throw new CellSuspendedException();
    }
}
