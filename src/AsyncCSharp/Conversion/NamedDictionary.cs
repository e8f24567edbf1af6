using System.Collections;
using System.Dynamic;
using System.Linq.Expressions;

namespace AsyncCSharp.Conversion;

/// <summary>A dictionary of tuples with names.</summary>
/// <param name="dictionary">The dictionary.</param>
/// <param name="pairs">The names of the tuples in each pair.</param>
internal sealed class NamedDictionary(IDictionary dictionary, TupleNames pairs) : NamedObject(dictionary)
{
    /// <inheritdoc/>
    public override TupleNames Names => new() { Items = pairs };

    /// <inheritdoc/>
    public override object? Named(object? found) =>
        found is not ICollection parts ? ApplyTo(1, found)
        : parts.GetType() == dictionary.Keys.GetType() ? Within(parts, 0)
        : parts.GetType() == dictionary.Values.GetType() ? Within(parts, 1)
        : ApplyTo(1, found);

    protected override DynamicMetaObject MetaObject(Expression expression) => new NamedDictionaryMetaObject(expression, this);

    private object? ApplyTo(int part, object? found) => pairs.Parts[part] is { } names ? names.ApplyToParts(found) : found;

    private object Within(ICollection parts, int part) => pairs.Parts[part] is { } names ? ValueKinds.Of(parts.GetType()).Items(parts, names) : parts;
}
