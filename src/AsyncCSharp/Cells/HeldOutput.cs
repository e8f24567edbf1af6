using AsyncCSharp.Output;

namespace AsyncCSharp.Cells;

/// <summary>What a cell of a fan-out has written before its turn.</summary>
internal sealed class HeldOutput
{
    private readonly object _lock = new();
    private readonly Queue<Action<ICellOutput>> _actions = new();
    private bool _released;

    /// <summary>Keeps the action for later; false where it is the cell's turn. Any thread.</summary>
    public bool TryHold(Action<ICellOutput> action)
    {
        lock (_lock)
        {
            if (!_released)
            {
                _actions.Enqueue(action);
            }

            return !_released;
        }
    }

    /// <summary>It is the cell's turn: does what was kept, in order. On the pipeline thread.</summary>
    public void Release(CellInvocation invocation)
    {
        while (TryTake(out Action<ICellOutput>? action))
        {
            invocation.Streams.Write(action!);
        }
    }

    private bool TryTake(out Action<ICellOutput>? action)
    {
        lock (_lock)
        {
            return !(_released = !_actions.TryDequeue(out action));
        }
    }
}
