using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>Makes the views of groups and of pairs of keys and values, in which there are tuples with names.</summary>
internal static class NamedParts
{
    // The types' own: an entry goes with its type. Null for types that are neither.
    private static readonly ConditionalWeakTable<Type, Maker> s_makers = [];

    /// <summary>The view; null for anything else.</summary>
    public static object? TryMake(object value, TupleNames names) => s_makers.GetValue(value.GetType(), Maker.For).Make?.Invoke(value, names);

    private static GroupView<TKey, T> OfGroup<TKey, T>(object value, TupleNames names) => new((IGrouping<TKey, T>)value, names);

    private static KeyedView OfPair<TKey, TValue>(object value, TupleNames names) =>
        KeyedView.TryMake(value, new PairMembers<TKey, TValue>((KeyValuePair<TKey, TValue>)value, names), TupleNames.PairElements)!;

    private sealed record Maker(Func<object, TupleNames, object>? Make)
    {
        public static Maker For(Type type)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            {
                return Of(nameof(OfPair), type);
            }

            Type? group = Array.Find(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IGrouping<,>));
            return group is null ? new Maker((Func<object, TupleNames, object>?)null) : Of(nameof(OfGroup), group);
        }

        private static Maker Of(string method, Type type) => new(typeof(NamedParts).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Func<object, TupleNames, object>>());
    }
}
