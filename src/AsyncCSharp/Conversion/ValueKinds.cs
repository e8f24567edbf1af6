using System.Collections;
using System.Data;
using System.Runtime.CompilerServices;
using System.Xml;

namespace AsyncCSharp;

/// <summary>
/// What the types of values are to a pipeline: awaitable, an asynchronous stream, a collection, or none of these. Asked for
/// every value, so the answers are kept, for as long as the type itself is there.
/// </summary>
internal sealed class ValueKinds
{
    private static readonly ConditionalWeakTable<Type, ValueKinds> s_kinds = [];

    private ValueKinds(Type type)
    {
        IsAwaitable = Awaitable.IsType(type);
        StreamType = type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
        IsTakenApart = (Is<IEnumerable>(type) && !Is<IDictionary>(type) && !Is<XmlNode>(type)) || Is<IEnumerator>(type) || Is<DataTable>(type);
    }

    /// <summary>Whether C# could await it.</summary>
    public bool IsAwaitable { get; }

    /// <summary>The <see cref="IAsyncEnumerable{T}"/> that it implements, or null.</summary>
    public Type? StreamType { get; }

    /// <summary>Whether PowerShell takes it apart in a pipeline: collections, but no strings and dictionaries.</summary>
    public bool IsTakenApart { get; }

    /// <summary>Whether it is none of these.</summary>
    public bool IsWhole => !IsAwaitable && !IsTakenApart && StreamType is null;

    /// <summary>Whether a value is none of these, without looking. The usual types first: the question itself costs more.</summary>
    public static bool IsPlain(object? value) => value is null or string or int or long or double or bool || value.GetType().IsPrimitive;

    /// <summary>The answers for a type.</summary>
    public static ValueKinds Of(Type type) => s_kinds.GetValue(type, static t => new ValueKinds(t));

    private static bool Is<T>(Type type) => typeof(T).IsAssignableFrom(type);
}
