namespace AsyncCSharp.Conversion;

/// <summary>The elements of a tuple by its type: the rest of a long one is a tuple within it.</summary>
internal static class TupleElements
{
    /// <summary>How many a tuple has itself, where it has a rest.</summary>
    public const int Direct = 7;

    /// <summary>The types of all of them.</summary>
    public static IEnumerable<Type> Of(Type tuple) =>
        tuple.GetGenericArguments() is [.. { Length: Direct } direct, var rest] ? direct.Concat(Of(rest)) : tuple.GetGenericArguments();
}
