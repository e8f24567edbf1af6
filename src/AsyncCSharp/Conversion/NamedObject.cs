using System.Dynamic;
using System.Linq.Expressions;
using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>An object of C# as it is, in a wrapper that knows the names of the tuples in it, for PowerShell's language.</summary>
internal abstract class NamedObject(object value) : PSObject(value), IDynamicMetaObjectProvider
{
    /// <summary>What is known of the object.</summary>
    public abstract TupleNames Names { get; }

    /// <summary>What a member or an index gave, with its names.</summary>
    public abstract object? Named(object? found);

    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => MetaObject(parameter);

    /// <summary>How the language uses it.</summary>
    protected abstract DynamicMetaObject MetaObject(Expression expression);
}
