namespace AsyncCSharp.Runners;

/// <summary>No synchronization context: continuations run anywhere, as in a console program.</summary>
internal sealed class ThreadPoolRunner : ICellRunner
{
    public object? Run(CellContext cell)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        return cell.RunToCompletion();
    }
}
