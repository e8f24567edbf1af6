using System.Collections;

namespace AsyncCSharp.Conversion;

/// <summary>
/// A collection of objects whose class C# cannot name, like those of PowerShell's own classes, for a cell that would not compile with
/// something dynamic: lambdas are allowed where only the elements are. It is no copy.
/// </summary>
internal class ObjectItems(IEnumerable items) : IEnumerable<object?>, IStandIn
{
    public object Original => items;

    /// <summary>The view of a value; null of one that needs none, or has no elements.</summary>
    public static ObjectItems? Of(object? value) =>
        ValueKinds.IsPlain(value) || value is string || InputTypes.IsDynamic(value!) || InputTypes.TypeFor(value) is not null ? null
        : value is IList list ? new ObjectList(list)
        : value is IDictionary ? null
        : value is IEnumerable<object> sequence && value.GetType().IsConstructedGenericType ? new ObjectItems(sequence)
        : null;

    public IEnumerator<object?> GetEnumerator()
    {
        foreach (object? item in items)
        {
            yield return PSValue.Unwrap(item);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
