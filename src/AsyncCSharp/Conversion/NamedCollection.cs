using System.Dynamic;
using System.Linq.Expressions;
using System.Management.Automation;

namespace AsyncCSharp;

/// <summary>A collection of tuples with names that is written whole: the collection itself, whose items PowerShell's language finds with their names.</summary>
/// <param name="collection">The collection.</param>
/// <param name="names">The names of the tuples in each item.</param>
internal sealed class NamedCollection(object collection, TupleNames names) : PSObject(collection), IDynamicMetaObjectProvider
{
    /// <summary>The items with their names, as they are now.</summary>
    public ItemsView Items => ValueKinds.Of(ImmediateBaseObject.GetType()).Items(ImmediateBaseObject, names);

    /// <summary>What one of its methods or an index gave, with names where it is an item, or an array of such.</summary>
    public object? Named(object? found) => found is object?[] parts ? Array.ConvertAll(parts, names.Apply) : names.Apply(found);

    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new NamedMetaObject(parameter, this);
}
