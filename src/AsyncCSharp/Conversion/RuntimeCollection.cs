using System.Collections;
using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>Reads and fills collections whose types only run time knows: lists, dictionaries, sets, queues, stacks.</summary>
internal static class RuntimeCollection
{
    private static readonly string[] s_adders = ["Enqueue", "Push", "AddLast", "Add"];

    /// <summary>An empty collection of the type, or an array as long as the other; null where none can be made.</summary>
    public static object? Make(object like, Type type) =>
        type.IsArray ? Array.CreateInstance(type.GetElementType()!, ((Array)like).Length)
        : type.GetConstructor([]) is not null && (typeof(IList).IsAssignableFrom(type) || typeof(IDictionary).IsAssignableFrom(type) || AdderOf(type) is not null)
            ? Activator.CreateInstance(type)
            : null;

    /// <summary>What is in it; of a dictionary, keys and values as tuples.</summary>
    public static IEnumerable<object?> Items(object collection) =>
        collection is IDictionary dictionary ? Entries(dictionary) : ((IEnumerable)collection).Cast<object?>();

    /// <summary>Makes it have these items.</summary>
    public static void Fill(object collection, object?[] items)
    {
        switch (collection)
        {
            case IDictionary dictionary:
                Fill(dictionary, [.. items.Cast<(object Key, object? Value)>()]);
                break;
            case IList list:
                Fill(list, items);
                break;
            default:
                Type type = collection.GetType();
                MethodInfo add = AdderOf(type)!;
                _ = type.GetMethod("Clear", [])?.Invoke(collection, null);

                // A stack shows last what was put first.
                foreach (object? item in add.Name == "Push" ? items.Reverse() : items)
                {
                    _ = add.Invoke(collection, [item]);
                }

                break;
        }
    }

    private static IEnumerable<object?> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return (entry.Key, entry.Value);
        }
    }

    private static void Fill(IDictionary dictionary, (object Key, object? Value)[] entries)
    {
        HashSet<object> wanted = [.. entries.Select(e => e.Key)];
        foreach (object key in dictionary.Keys.Cast<object>().Where(key => !wanted.Contains(key)).ToArray())
        {
            dictionary.Remove(key);
        }

        foreach ((object key, object? value) in entries)
        {
            if (!dictionary.Contains(key) || !Equals(dictionary[key], value))
            {
                dictionary[key] = value;
            }
        }
    }

    private static void Fill(IList list, object?[] items)
    {
        for (int i = 0; i < items.Length && i < list.Count; i++)
        {
            if (!Equals(list[i], items[i]))
            {
                list[i] = items[i];
            }
        }

        while (list.Count > items.Length)
        {
            list.RemoveAt(list.Count - 1);
        }

        for (int i = list.Count; i < items.Length; i++)
        {
            _ = list.Add(items[i]);
        }
    }

    private static MethodInfo? AdderOf(Type type)
    {
        Type element = type.IsConstructedGenericType ? type.GetGenericArguments()[0] : typeof(object);
        return s_adders
            .Select(name => type.GetMethods().FirstOrDefault(m => m.Name == name && m.GetParameters() is [{ } parameter] && parameter.ParameterType == element))
            .FirstOrDefault(m => m is not null);
    }
}
