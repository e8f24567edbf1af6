using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>Types that have an enumeration of PowerShell's in them, as cells have them: arrays, generic collections, delegates.</summary>
internal static class EnumTypes
{
    // The types' own: an entry goes with its type. The type itself stands for "no other".
    private static readonly ConditionalWeakTable<Type, Type> s_forCell = [];

    /// <summary>The type as cells have it; null where that is the same.</summary>
    public static Type? ForCell(Type type)
    {
        if (!type.IsCollectible)
        {
            return null;
        }

        Type other = s_forCell.GetValue(type, static type => Map(type, static part => ShellEnums.IsDeclared(part) ? EnumTwins.Of(part) : null));
        return other == type ? null : other;
    }

    /// <summary>The type as PowerShell has it; null where that is the same. What is the newest enumeration may change.</summary>
    public static Type? ForShell(Type type) =>
        EnumTwins.Any && type.IsCollectible && Map(type, EnumTwins.OriginalOf) is var other && other != type ? other : null;

    private static Type Map(Type type, Func<Type, Type?> map)
    {
        if (type.IsSZArray)
        {
            Type element = type.GetElementType()!;
            Type mapped = Map(element, map);
            return mapped == element ? type : mapped.MakeArrayType();
        }

        if (type.IsConstructedGenericType)
        {
            Type[] arguments = type.GetGenericArguments();
            Type[] mapped = [.. arguments.Select(a => Map(a, map))];
            return arguments.SequenceEqual(mapped) ? type : type.GetGenericTypeDefinition().MakeGenericType(mapped);
        }

        return type.IsEnum ? map(type) ?? type : type;
    }
}
