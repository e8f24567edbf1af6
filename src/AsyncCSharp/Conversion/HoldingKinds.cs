using System.Collections;
using System.Management.Automation;
using System.Runtime.Loader;

namespace AsyncCSharp.Conversion;

/// <summary>Finds out of a type whether its objects may have something in them that PowerShell sees by a view. <see cref="ValueKinds"/> keeps the answers.</summary>
internal static class HoldingKinds
{
    /// <summary>What is to be known of a type; null where there is nothing in its objects.</summary>
    public static HoldingKind? Find(Type type)
    {
        if (typeof(IDictionary).IsAssignableFrom(type))
        {
            return typeof(IView).IsAssignableFrom(type) || OfDictionary(type, []) is not (not HoldingCertainty.Never and var certainty)
                ? null
                : new EntriesKind(type, certainty == HoldingCertainty.Always);
        }

        return HasMembers(type) ? PropertiesKind.Find(type) : null;
    }

    /// <summary>Whether an object of that type, where it is in another one, has a view.</summary>
    public static HoldingCertainty Of(Type type) => Of(type, []);

    /// <summary>Whether a type is what people have written, or a pair or a tuple of the framework's. Of the framework's own types PowerShell has ideas of its own.</summary>
    public static bool HasMembers(Type type) =>
        !type.IsPrimitive && !type.IsEnum && !type.IsInterface && !type.IsArray && !type.IsPointer && !type.IsByRefLike && !type.Assembly.IsDynamic
        && (type.IsGenericType ? IsPart(type) || !IsOfPlatform(type) : !IsOfPlatform(type))
        && !typeof(IEnumerable).IsAssignableFrom(type) && !typeof(IEnumerator).IsAssignableFrom(type) && !typeof(Exception).IsAssignableFrom(type)
        && !typeof(Delegate).IsAssignableFrom(type) && !typeof(PSObject).IsAssignableFrom(type) && !typeof(IStandIn).IsAssignableFrom(type)
        && !typeof(Task).IsAssignableFrom(type) && !typeof(Attribute).IsAssignableFrom(type);

    private static HoldingCertainty Of(Type type, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || type.IsPointer || type.IsByRefLike)
        {
            return HoldingCertainty.Never;
        }

        if (type == typeof(object))
        {
            return HoldingCertainty.Maybe;
        }

        // A type that is in itself says nothing more.
        if (!seen.Add(type))
        {
            return HoldingCertainty.Never;
        }

        return JsonView.IsOfJson(type) ? HoldingCertainty.Always
            : typeof(IDictionary).IsAssignableFrom(type) ? OfDictionary(type, seen)
            : type.IsInterface && DictionaryView.IsMeant(type) ? HoldingCertainty.Maybe
            : DictionaryView.For(type) is not null ? HoldingCertainty.Always
            : typeof(IEnumerable).IsAssignableFrom(type) ? OfItems(type, seen)
            : type.IsInterface ? HoldingCertainty.Maybe
            : HasMembers(type) ? OfMembers(type, seen)
            : HoldingCertainty.Never;
    }

    private static HoldingCertainty OfDictionary(Type type, HashSet<Type> seen) => EntriesKind.PartsOf(type) is [_, var value] ? Of(value, seen) : HoldingCertainty.Maybe;

    private static HoldingCertainty OfItems(Type type, HashSet<Type> seen)
    {
        Type? item = Array.Find(type.IsInterface ? [type, .. type.GetInterfaces()] : type.GetInterfaces(), IsSequence)?.GetGenericArguments()[0];
        return typeof(IView).IsAssignableFrom(type) ? HoldingCertainty.Never : item is null ? HoldingCertainty.Maybe : Of(item, seen);
    }

    private static HoldingCertainty OfMembers(Type type, HashSet<Type> seen)
    {
        HoldingCertainty found = HoldingCertainty.Never;
        foreach (PlainMember member in PlainMember.Of(type))
        {
            HoldingCertainty certainty = Of(member.Type, seen);
            if (certainty == HoldingCertainty.Always)
            {
                return certainty;
            }

            found = certainty == HoldingCertainty.Maybe && member.IsStored ? certainty : found;
        }

        return found;
    }

    private static bool IsSequence(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>);

    private static bool IsPart(Type type) =>
        type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) || typeof(System.Runtime.CompilerServices.ITuple).IsAssignableFrom(type);

    private static bool IsOfPlatform(Type type) =>
        type.Assembly == typeof(HoldingKinds).Assembly || type.Assembly == typeof(PSObject).Assembly
        || (AssemblyLoadContext.GetLoadContext(type.Assembly) == AssemblyLoadContext.Default
            && type.Assembly.GetName().Name is { } name
            && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal)));
}
