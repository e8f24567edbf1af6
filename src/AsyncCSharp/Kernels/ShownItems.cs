using System.Collections;
using System.Management.Automation;
using AsyncCSharp.Conversion;

namespace AsyncCSharp.Kernels;

/// <summary>Goes through the pipeline in the place of a sequence, of which it has the first items.</summary>
internal sealed class ShownItems : INotebookForm
{
    /// <summary>How many objects are shown.</summary>
    public const int Most = 1000;

    private readonly List<PSObject> _items = [];

    /// <summary>The first items.</summary>
    public IReadOnlyList<PSObject> Items => _items;

    /// <summary>How many there are beyond these.</summary>
    public long More { get; private set; }

    /// <summary>A value, or its items.</summary>
    public static ShownItems Of(object value)
    {
        ShownItems items = new();
        foreach (object? item in ValueKinds.IsEnumerable(value) && value is IEnumerable sequence ? sequence : new[] { value })
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>Takes an item.</summary>
    public void Add(object? item)
    {
        if (_items.Count == Most)
        {
            More++;
        }
        else if (item is not null)
        {
            _items.Add(PSObject.AsPSObject(item));
        }
    }

    /// <summary>Takes the items of another sequence.</summary>
    public void AddRange(ShownItems items)
    {
        foreach (PSObject item in items._items)
        {
            Add(item);
        }

        More += items.More;
    }

    /// <summary>The items so far, which stay as they are.</summary>
    public ShownItems Copy()
    {
        ShownItems copy = new() { More = More };
        copy._items.AddRange(_items);
        return copy;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join('\n', More == 0 ? _items : _items.Append<object>(string.Format(null, Strings.KernelMore, More)));
}
