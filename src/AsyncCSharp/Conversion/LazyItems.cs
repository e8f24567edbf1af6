using System.Collections;

namespace AsyncCSharp.Conversion;

/// <summary>A sequence that is made as it is read, whose items get their views, and their names, as they come.</summary>
/// <param name="items">The sequence.</param>
/// <param name="names">The names of the tuples in each item, or null.</param>
internal sealed class LazyItems(IEnumerable items, TupleNames? names) : IView, IEnumerable<object?>
{
    object IView.Original => items;

    public IEnumerator<object?> GetEnumerator()
    {
        foreach (object? item in items)
        {
            yield return PipelineValue.Within(item, names);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
