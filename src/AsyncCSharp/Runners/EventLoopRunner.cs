namespace AsyncCSharp.Runners;

/// <summary>Continuations come back to the pipeline thread, one at a time, through the session's loop.</summary>
internal sealed class EventLoopRunner : ICellRunner
{
    public object? Run(CellContext cell) => cell.RunToCompletion();
}
