using System.Collections.Specialized;
using System.Reflection;

namespace AsyncCSharp;

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

        Type? found = null;
        foreach (Type candidate in type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericArguments() is [var key, _] && key == typeof(string)))
        {
            Type definition = candidate.GetGenericTypeDefinition();
            if (definition == typeof(IDictionary<,>) || (definition == typeof(IReadOnlyDictionary<,>) && found is null))
            {
                found = candidate;
            }
        }

        return found is null
            ? null
            : Method(found.GetGenericTypeDefinition() == typeof(IDictionary<,>) ? nameof(OfChangeable) : nameof(OfReadOnly))
                .MakeGenericMethod(found.GetGenericArguments()[1]).CreateDelegate<Func<object, object?>>();
    }

    /// <summary>The view of an object that has these members.</summary>
    public static object Of<T>(object original, IReadOnlyDictionary<string, T> members) =>
        Make(original, [.. members.Keys], key => members.TryGetValue(key, out T? found) ? found : null, null);

    private static MethodInfo Method(string name) => typeof(DictionaryView).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    private static object OfChangeable<T>(object value)
    {
        IDictionary<string, T> items = (IDictionary<string, T>)value;
        Func<object?, T> convert = JsonView.IsNode(typeof(T)) ? from => (T)(object)JsonView.ToNode(from)! : PSValue.ConvertTo<T>;
        return Make(
            value,
            [.. items.Keys],
            key => items.TryGetValue(key, out T? found) ? found : null,
            items.IsReadOnly ? null : (key, from) => items[key] = convert(from));
    }

    private static object OfReadOnly<T>(object value) => Of(value, (IReadOnlyDictionary<string, T>)value);

    private static object Make(object original, string[] keys, Func<string, object?> get, Action<string, object?>? set)
    {
        object? view = Array.Exists(keys, string.IsNullOrEmpty)
            ? null
            : ObjectView.TryMake(original, keys.Select(key => new ViewProperty(key, () => get(key), set is null ? null : from => set(key, from))));
        return view ?? Entries(keys, get);
    }

    // With keys that PowerShell does not tell apart in the names of properties it is a dictionary that does.
    private static OrderedDictionary Entries(string[] keys, Func<string, object?> get)
    {
        OrderedDictionary entries = new(StringComparer.Ordinal);
        foreach (string key in keys)
        {
            entries[key] = PipelineValue.Within(get(key), null);
        }

        return entries;
    }
}
