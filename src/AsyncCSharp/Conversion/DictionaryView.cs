using System.Collections.Specialized;
using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>
/// Views of dictionaries that PowerShell does not know for such, as they implement only the generic interface:
/// <c>ExpandoObject</c>, the rows of data libraries, the members of JSON documents.
/// </summary>
internal static class DictionaryView
{
    /// <summary>What makes the view of such a dictionary; null where the type is none, or one that PowerShell knows.</summary>
    public static Func<object, object?>? For(Type type)
    {
        if (typeof(System.Collections.IDictionary).IsAssignableFrom(type))
        {
            return null;
        }

        Type[] meant = Array.FindAll(type.GetInterfaces(), IsMeant);
        Type? found = Array.Find(meant, i => i.GetGenericTypeDefinition() == typeof(IDictionary<,>)) ?? meant.FirstOrDefault();
        return found is null
            ? null
            : Method(found.GetGenericTypeDefinition() == typeof(IDictionary<,>) ? nameof(OfChangeable) : nameof(OfReadOnly))
                .MakeGenericMethod(found.GetGenericArguments()[1]).CreateDelegate<Func<object, object?>>();
    }

    /// <summary>Whether an interface is one that makes such a dictionary.</summary>
    public static bool IsMeant(Type type) => type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(IDictionary<,>) || type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        && type.GetGenericArguments()[0] == typeof(string);

    /// <summary>The view of an object that has these members.</summary>
    public static object Of(object original, KeyedMembers members)
    {
        string[] keys = [.. members.Keys];
        return KeyedView.TryMake(original, members, keys) ?? (object)Entries(keys, members);
    }

    private static MethodInfo Method(string name) => typeof(DictionaryView).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    private static object OfChangeable<T>(object value) => Of(value, new DictionaryMembers<T>((IDictionary<string, T>)value));

    private static object OfReadOnly<T>(object value) => Of(value, new FixedMembers<T>((IReadOnlyDictionary<string, T>)value));

    // With keys that PowerShell does not tell apart in the names of properties it is a dictionary that does.
    private static OrderedDictionary Entries(string[] keys, KeyedMembers members)
    {
        OrderedDictionary entries = new(StringComparer.Ordinal);
        foreach (string key in keys)
        {
            entries[key] = PipelineValue.Within(members.Get(key), null);
        }

        return entries;
    }
}
