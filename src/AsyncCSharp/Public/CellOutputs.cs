using System.Collections;

namespace AsyncCSharp;

/// <summary>What the cells of a C# prompt have given, by their numbers: <c>Out[3]</c>. The last hundred are kept.</summary>
public sealed class CellOutputs
{
    private const int CellLimit = 100;
    private const int ItemLimit = 1000;

    // Guards the rest. Owned by the prompt; a cell may look from any thread.
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, object> _values = [];
    private int _several;

    internal CellOutputs()
    {
    }

    /// <summary>The numbers of the cells whose values are here, in order.</summary>
    public IReadOnlyList<int> Numbers
    {
        get
        {
            lock (_lock)
            {
                return [.. _values.Keys];
            }
        }
    }

    internal object? Last
    {
        get
        {
            lock (_lock)
            {
                return _values.Count == 0 ? null : _values.Last().Value;
            }
        }
    }

    /// <summary>What a cell has given; a list where it wrote several objects.</summary>
    /// <param name="number">The cell's number.</param>
    /// <exception cref="KeyNotFoundException">The cell has given nothing, or it was long ago.</exception>
    public dynamic this[int number]
    {
        get
        {
            lock (_lock)
            {
                return _values.TryGetValue(number, out object? value) ? value : throw new KeyNotFoundException(string.Format(null, Strings.OutputNotKept, number));
            }
        }
    }

    /// <summary>Keeps an object that a cell has written.</summary>
    internal void Add(int number, object value)
    {
        lock (_lock)
        {
            if (!_values.TryGetValue(number, out object? first))
            {
                _values[number] = value;
                if (_values.Count > CellLimit)
                {
                    _ = _values.Remove(_values.First().Key);
                }
            }
            else if (_several != number)
            {
                _several = number;
                _values[number] = Grown(ListOf(first.GetType(), new[] { first }), value);
            }
            else if (first is IList { Count: < ItemLimit } items)
            {
                _values[number] = Grown(items, value);
            }
        }
    }

    // A list of what all its elements are, so that C# can go on with it.
    private static IList Grown(IList items, object value)
    {
        IList grown = items.GetType().GenericTypeArguments[0].IsInstanceOfType(value) ? items : ListOf(typeof(object), items);
        _ = grown.Add(value);
        return grown;
    }

    private static IList ListOf(Type type, IEnumerable items)
    {
        IList list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        foreach (object item in items)
        {
            _ = list.Add(item);
        }

        return list;
    }

    /// <summary>Forgets all: their session was reset.</summary>
    internal void Clear()
    {
        lock (_lock)
        {
            _values.Clear();
            _several = 0;
        }
    }
}
