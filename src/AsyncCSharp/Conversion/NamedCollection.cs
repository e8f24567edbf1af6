using System.Dynamic;
using System.Linq.Expressions;

namespace AsyncCSharp.Conversion;

/// <summary>A collection of tuples with names that is written whole.</summary>
/// <param name="collection">The collection.</param>
/// <param name="names">The names of the tuples in each item.</param>
internal sealed class NamedCollection(object collection, TupleNames names) : NamedObject(collection)
{
    /// <summary>The items with their names, as they are now.</summary>
    public ItemsView Items => ValueKinds.Of(ImmediateBaseObject.GetType()).Items(ImmediateBaseObject, names);

    /// <inheritdoc/>
    public override TupleNames Names => new() { Items = names };

    /// <inheritdoc/>
    public override object? Named(object? found) => names.ApplyToParts(found);

    protected override DynamicMetaObject MetaObject(Expression expression) => new NamedMetaObject(expression, this);
}
