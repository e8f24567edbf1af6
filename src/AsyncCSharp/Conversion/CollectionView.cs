namespace AsyncCSharp.Conversion;

/// <summary>The view of a collection to which items can be added.</summary>
internal class CollectionView<T>(ICollection<T> items, TupleNames? names) : ItemsView(items, names)
{
    public override int Count => items.Count;

    public void Add(object? item) => items.Add(JsonView.ConvertTo<T>(item));

    public void Clear() => items.Clear();

    public bool Contains(object? item) => items.Contains(JsonView.ConvertTo<T>(item));

    public bool Remove(object? item) => items.Remove(JsonView.ConvertTo<T>(item));
}
