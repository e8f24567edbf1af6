using System.Collections;
using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>
/// A collection within an object of C#, whose items have views. It is live: PowerShell would find the items as they are in the collection
/// itself, and what it wrote into a copy would be lost.
/// </summary>
internal class ItemsView : IView, IEnumerable
{
    private readonly IEnumerable _items;

    protected ItemsView(IEnumerable items, TupleNames? names)
    {
        _items = items;
        Names = names;
    }

    /// <summary>The number of items.</summary>
    public virtual int Count => _items is ICollection collection ? collection.Count : _items.Cast<object?>().Count();

    object IView.Original => _items;

    /// <summary>The names of the tuples in each item, or null.</summary>
    protected TupleNames? Names { get; }

    /// <summary>What makes the view of a collection of that type.</summary>
    public static Func<object, TupleNames?, ItemsView> For(Type type)
    {
        Type[] interfaces = type.GetInterfaces();
        return Make(nameof(OfList), typeof(IList<>)) ?? Make(nameof(OfCollection), typeof(ICollection<>))
            ?? (static (items, names) => new ItemsView((IEnumerable)items, names));

        Func<object, TupleNames?, ItemsView>? Make(string method, Type definition) =>
            Array.Find(interfaces, i => i.IsGenericType && i.GetGenericTypeDefinition() == definition)?.GetGenericArguments() is [var item]
                ? typeof(ItemsView).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(item)
                    .CreateDelegate<Func<object, TupleNames?, ItemsView>>()
                : null;
    }

    public IEnumerator GetEnumerator()
    {
        foreach (object? item in _items)
        {
            yield return Show(item);
        }
    }

    public override bool Equals(object? obj) => _items.Equals(obj is IView other ? other.Original : obj);

    public override int GetHashCode() => _items.GetHashCode();

    /// <summary>What PowerShell sees of an item.</summary>
    protected object? Show(object? item) => PipelineValue.Within(item, Names);

    private static ListView<T> OfList<T>(object items, TupleNames? names) => new((IList<T>)items, names);

    private static CollectionView<T> OfCollection<T>(object items, TupleNames? names) => new((ICollection<T>)items, names);
}
