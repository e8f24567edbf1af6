namespace AsyncCSharp.Engine.Tests.Layering;

/// <summary>Looks up where types stand in a list of layers.</summary>
internal sealed class LayerOrder
{
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _layers = new(StringComparer.Ordinal);

    public LayerOrder(string[][] rows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            foreach (string entry in rows[row])
            {
                // A layer is called by what stands first.
                string[] parts = entry.Split(" + ");
                _rows.Add(parts[0], row);
                foreach (string part in parts)
                {
                    _layers.Add(part, parts[0]);
                }
            }
        }
    }

    /// <summary>The entry of the list that a type belongs to; null where it has none.</summary>
    public string? LayerOf(TypeNode type) =>
        _layers.TryGetValue(type.FullName, out string? own) || _layers.TryGetValue(type.Namespace, out own) ? own : null;

    /// <summary>The row of an entry, from the top.</summary>
    public int RowOf(string layer) => _rows[layer];

    /// <summary>What is wrong with a use, as a message; null where it is allowed.</summary>
    public string? ProblemOf(TypeNode user, TypeNode used)
    {
        if (user.Assembly != used.Assembly || LayerOf(user) is not { } from || LayerOf(used) is not { } to || from == to || _rows[from] < _rows[to])
        {
            return null;
        }

        string where = _rows[from] == _rows[to] ? "stands beside it" : "stands above";
        return $"{user.FullName} ({from}) uses {used.FullName} ({to}), which {where}";
    }
}
