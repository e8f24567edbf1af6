using System.Runtime.CompilerServices;

namespace AsyncCSharp;

/// <summary>
/// What the types of values are to a pipeline: awaitable, an asynchronous stream, or neither. Asked for every value, so
/// the answers are kept, for as long as the type itself is there.
/// </summary>
internal sealed class ValueKinds
{
    private static readonly ConditionalWeakTable<Type, ValueKinds> s_kinds = [];

    private ValueKinds(Type type)
    {
        IsAwaitable = Awaitable.IsType(type);
        StreamType = type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
    }

    /// <summary>Whether C# could await it.</summary>
    public bool IsAwaitable { get; }

    /// <summary>The <see cref="IAsyncEnumerable{T}"/> that it implements, or null.</summary>
    public Type? StreamType { get; }

    /// <summary>Whether a value of the type can be neither, without looking.</summary>
    public static bool IsPlain(object? value) => value is null or string || value.GetType().IsPrimitive;

    /// <summary>The answers for a type.</summary>
    public static ValueKinds Of(Type type) => s_kinds.GetValue(type, static t => new ValueKinds(t));
}
