using System.Collections;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Conversion;

/// <summary>The view of a list or an array.</summary>
internal sealed class ListView<T>(IList<T> items, TupleNames? names) : CollectionView<T>(items, names), IList
{
    /// <summary>The number of items, as arrays have it: scripts know JSON as arrays.</summary>
    public int Length => Count;

    bool IList.IsFixedSize => items.IsReadOnly;

    bool IList.IsReadOnly => items.IsReadOnly && items is not Array;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => items;

    public object? this[int index]
    {
        get => Show(items[index]);
        set => items[index] = JsonView.ConvertTo<T>(value);
    }

    /// <summary>JSON where it is JSON, and else what the list says of itself.</summary>
    public override string ToString() => items is JsonArray json ? json.ToJsonString() : items.ToString()!;

    public int IndexOf(object? value) => items.IndexOf(JsonView.ConvertTo<T>(value));

    public void Insert(int index, object? value) => items.Insert(index, JsonView.ConvertTo<T>(value));

    public void RemoveAt(int index) => items.RemoveAt(index);

    int IList.Add(object? value)
    {
        Add(value);
        return items.Count - 1;
    }

    void IList.Remove(object? value) => Remove(value);

    void ICollection.CopyTo(Array array, int index)
    {
        foreach (object? item in this)
        {
            array.SetValue(item, index++);
        }
    }
}
