namespace AsyncCSharp.Runners;

/// <summary>As <see cref="EventLoopRunner"/>, in a nursery: the cell ends when all that it started in there has ended.</summary>
internal sealed class NurseryRunner : ICellRunner
{
    public object? Run(CellContext cell)
    {
        Task<object?> task = Nursery.RunAsync(_ => cell.Start(), cell.CancellationToken);
        cell.Wait(task);
        return task.GetAwaiter().GetResult();
    }
}
