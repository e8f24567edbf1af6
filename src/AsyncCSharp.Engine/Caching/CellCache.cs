namespace AsyncCSharp.Engine.Caching;

/// <summary>
/// The cells that a session has compiled last and that declare nothing, ready to run. Bounded, since each holds an
/// assembly: what was not used for the longest time goes first. Calls come one at a time: from who has the session's gate.
/// </summary>
/// <typeparam name="T">A cell that is ready to run.</typeparam>
internal sealed class CellCache<T>
    where T : class
{
    /// <summary>How many cells are kept: more than a loop or a script has, and some megabytes at most.</summary>
    public const int Capacity = 128;

    /// <summary>Longer texts (generated, as a rule) are not worth keeping.</summary>
    private const int MaxCodeLength = 64 * 1024;

    private readonly Dictionary<CompilationInputs, LinkedListNode<KeptCell>> _cells = [];
    private readonly LinkedList<KeptCell> _byUse = new();

    /// <summary>How many cells are in it.</summary>
    public int Count => _cells.Count;

    /// <summary>The cell, or null.</summary>
    public T? Find(CompilationInputs key)
    {
        if (!_cells.TryGetValue(key, out LinkedListNode<KeptCell>? node))
        {
            return null;
        }

        _byUse.Remove(node);
        _byUse.AddFirst(node);
        return node.Value.Cell;
    }

    /// <summary>Keeps a cell that may be run again for other calls, if it is worth it.</summary>
    public void Add(CompilationInputs key, T cell)
    {
        if (key.Code.Length > MaxCodeLength || _cells.ContainsKey(key))
        {
            return;
        }

        if (_cells.Count == Capacity)
        {
            _ = _cells.Remove(_byUse.Last!.Value.Key);
            _byUse.RemoveLast();
        }

        _cells[key] = _byUse.AddFirst(new KeptCell(key, cell));
    }

    /// <summary>Lets go of all of them.</summary>
    public void Clear()
    {
        _cells.Clear();
        _byUse.Clear();
    }

    // A class: the framework's code for lists of classes is compiled ahead of time.
    private sealed record KeptCell(CompilationInputs Key, T Cell);
}
