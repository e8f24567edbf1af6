namespace AsyncCSharp.Conversion;

/// <summary>The view of a group of tuples with names, or whose key is one.</summary>
internal sealed class GroupView<TKey, T>(IGrouping<TKey, T> group, TupleNames names) : ItemsView(group, names.Items)
{
    public object? Key => PipelineValue.Within(group.Key, names.KeyNames);

    public object? this[int index] => Show(group.ElementAt(index));
}
