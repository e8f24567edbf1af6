using System.Collections;

namespace AsyncCSharp.Conversion;

/// <summary>As <see cref="ObjectItems"/>, of a list or an array.</summary>
internal sealed class ObjectList(IList list) : ObjectItems(list), IList<object?>
{
    public int Count => list.Count;

    public bool IsReadOnly => list.IsReadOnly;

    public object? this[int index]
    {
        get => PSValue.Unwrap(list[index]);
        set => list[index] = value;
    }

    public int IndexOf(object? item) => list.IndexOf(item);

    public bool Contains(object? item) => list.Contains(item);

    public void Insert(int index, object? item) => list.Insert(index, item);

    public void RemoveAt(int index) => list.RemoveAt(index);

    public void Add(object? item) => list.Add(item);

    public void Clear() => list.Clear();

    public void CopyTo(object?[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);

    public bool Remove(object? item)
    {
        int place = list.IndexOf(item);
        if (place >= 0)
        {
            list.RemoveAt(place);
        }

        return place >= 0;
    }
}
