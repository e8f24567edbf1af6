using System.Runtime.CompilerServices;

namespace AsyncCSharp.Engine.Naming;

/// <summary>Names of types in which the elements of tuples have names, as C# writes them: <c>List&lt;(string Name, int Age)&gt;</c>.</summary>
internal static class TupleTypeNames
{
    /// <summary>The name; null where C# has none, or the names do not fit.</summary>
    public static string? Of(Type type, TupleNames? tuples) =>
        tuples is null ? TypeNames.InCSharp(type)
        : Nullable.GetUnderlyingType(type) is { } inner ? Of(inner, tuples) is { } name ? name + "?" : null
        : type.IsArray ? OfArray(type, tuples)
        : !type.IsConstructedGenericType || type.IsNested ? null
        : typeof(ITuple).IsAssignableFrom(type) && type.IsValueType ? OfTuple(type, tuples)
        : PartsOf(type, tuples) is { } parts ? OfGeneric(type, parts) : null;

    private static string? OfArray(Type type, TupleNames tuples) =>
        type.GetElementType() is { IsArray: false } element && Of(element, tuples.Items) is { } name ? $"{name}[{new string(',', type.GetArrayRank() - 1)}]" : null;

    private static string? OfTuple(Type type, TupleNames tuples)
    {
        Type[] types = [.. TupleElements.Of(type)];
        if (tuples.Elements is not { } names || names.Length != types.Length || names.Length < 2)
        {
            return null;
        }

        string?[] elements = [.. types.Select((element, i) => Of(element, tuples.Parts[i]) is { } name ? names[i] is { } own ? $"{name} @{own}" : name : null)];
        return Array.TrueForAll(elements, e => e is not null) ? $"({string.Join(',', elements)})" : null;
    }

    // What is known of each of a type's arguments, of collections as they usually are.
    private static TupleNames?[]? PartsOf(Type type, TupleNames tuples) => type.GetGenericArguments().Length switch
    {
        2 when tuples.KeyNames is not null => [tuples.KeyNames, tuples.Items],
        2 when (tuples.Elements is null ? tuples.Items : tuples) is { Elements: [var key, var value], Parts: var parts } && (key, value) == ("Key", "Value") => parts,
        1 when tuples.Items is not null => [tuples.Items],
        _ => null,
    };

    private static string? OfGeneric(Type type, TupleNames?[] parts)
    {
        string?[] arguments = [.. type.GetGenericArguments().Select((argument, i) => Of(argument, parts[i]))];
        string? plain = TypeNames.InCSharp(type);
        return plain is null || Array.Exists(arguments, a => a is null) ? null : $"{plain[..plain.IndexOf('<', StringComparison.Ordinal)]}<{string.Join(',', arguments)}>";
    }
}
