using System.Collections;

namespace AsyncCSharp;

/// <summary>A collection whose tuples get their names as they are read.</summary>
internal sealed class NamedItems(IEnumerable items, TupleNames names) : IEnumerable<object?>
{
    public IEnumerator<object?> GetEnumerator()
    {
        foreach (object? item in items)
        {
            yield return PipelineValue.Within(item, names);
        }
    }

    /// <summary>All of them, where the collection has them already and is wanted whole.</summary>
    public object Whole() => ValueKinds.Of(items.GetType()).IsCollection ? this.ToArray() : this;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
