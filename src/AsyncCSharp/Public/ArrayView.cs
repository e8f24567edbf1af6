using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace AsyncCSharp;

/// <summary>
/// An array of PowerShell's, all of whose elements have one type, as a cell sees it that would not compile with an <c>object[]</c>. It is
/// no copy: what either side sets, the other one sees.
/// </summary>
/// <typeparam name="T">The elements' type.</typeparam>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "To a cell it is an array.")]
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "ToArray() copies it, and nothing but the cast gives the array itself.")]
public sealed class ArrayView<T> : IList<T>, IReadOnlyList<T>, IList, IStandIn
{
    private readonly object?[] _items;
    private readonly Func<object?, object?> _unwrap;

    internal ArrayView(object?[] items, Func<object?, object?> unwrap)
    {
        _items = items;
        _unwrap = unwrap;
    }

    /// <summary>The number of elements.</summary>
    public int Length => _items.Length;

    /// <inheritdoc/>
    object IStandIn.Original => _items;

    /// <inheritdoc/>
    int ICollection<T>.Count => _items.Length;

    /// <inheritdoc/>
    int IReadOnlyCollection<T>.Count => _items.Length;

    /// <inheritdoc/>
    bool ICollection<T>.IsReadOnly => true;

    /// <inheritdoc/>
    int ICollection.Count => _items.Length;

    /// <inheritdoc/>
    bool ICollection.IsSynchronized => false;

    /// <inheritdoc/>
    object ICollection.SyncRoot => _items;

    /// <inheritdoc/>
    bool IList.IsFixedSize => true;

    /// <inheritdoc/>
    bool IList.IsReadOnly => false;

    /// <inheritdoc/>
    object? IList.this[int index]
    {
        get => this[index];
        set => this[index] = (T)value!;
    }

    /// <summary>An element.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <exception cref="InvalidCastException">PowerShell has put something of another type there.</exception>
    public T this[int index]
    {
        get => (T)_unwrap(_items[index])!;
        set => _items[index] = _items is PSObject[] && value is not null ? PSObject.AsPSObject(value) : value;
    }

    /// <summary>The array itself.</summary>
    /// <param name="view">The view.</param>
    public static explicit operator object?[](ArrayView<T> view) => view?._items!;

    /// <summary>A part, as an array; for ranges.</summary>
    /// <param name="start">The first element's place.</param>
    /// <param name="length">The number of elements.</param>
    public T[] Slice(int start, int length)
    {
        T[] part = new T[length];
        for (int i = 0; i < length; i++)
        {
            part[i] = this[start + i];
        }

        return part;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < _items.Length; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    int IList<T>.IndexOf(T item) => Array.IndexOf(Slice(0, Length), item);

    /// <inheritdoc/>
    bool ICollection<T>.Contains(T item) => Array.IndexOf(Slice(0, Length), item) >= 0;

    /// <inheritdoc/>
    void ICollection<T>.CopyTo(T[] array, int arrayIndex) => Slice(0, Length).CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    void IList<T>.Insert(int index, T item) => throw new NotSupportedException();

    /// <inheritdoc/>
    void IList<T>.RemoveAt(int index) => throw new NotSupportedException();

    /// <inheritdoc/>
    void ICollection<T>.Add(T item) => throw new NotSupportedException();

    /// <inheritdoc/>
    void ICollection<T>.Clear() => throw new NotSupportedException();

    /// <inheritdoc/>
    bool ICollection<T>.Remove(T item) => throw new NotSupportedException();

    /// <inheritdoc/>
    int IList.IndexOf(object? value) => Array.IndexOf((Array)Slice(0, Length), value);

    /// <inheritdoc/>
    bool IList.Contains(object? value) => ((IList)this).IndexOf(value) >= 0;

    /// <inheritdoc/>
    void ICollection.CopyTo(Array array, int index) => Slice(0, Length).CopyTo(array, index);

    /// <inheritdoc/>
    int IList.Add(object? value) => throw new NotSupportedException();

    /// <inheritdoc/>
    void IList.Insert(int index, object? value) => throw new NotSupportedException();

    /// <inheritdoc/>
    void IList.Remove(object? value) => throw new NotSupportedException();

    /// <inheritdoc/>
    void IList.RemoveAt(int index) => throw new NotSupportedException();

    /// <inheritdoc/>
    void IList.Clear() => throw new NotSupportedException();
}
