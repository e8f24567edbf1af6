using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>
/// Puts an equal element into the place of another, unseen by who is enumerating the collection: a <c>foreach</c> of PowerShell over a
/// hashtable that it hands to a cell would end in "Collection was modified". The counts by which collections notice are fields of
/// theirs; where they are not as expected the element is set as by anybody.
/// </summary>
internal static class QuietWrite
{
    private static readonly FieldInfo? s_list = Find(typeof(ArrayList), "_version", typeof(int));
    private static readonly FieldInfo? s_table = Find(typeof(Hashtable), "_version", typeof(int));

    // A full hashtable grows before it looks whether it has the key, and who is enumerating it loses his place: it must not be full.
    private static readonly FieldInfo? s_limit = Find(typeof(Hashtable), "_loadsize", typeof(int));

    private static readonly FieldInfo? s_entries = Find(typeof(OrderedDictionary), "_objectsArray", typeof(ArrayList));

    /// <summary>Sets an element of a list.</summary>
    public static void Set(IList list, int index, object? value) =>
        Keep(list is ArrayList ? s_list : Find(list.GetType(), "_version", typeof(int)), list, () => list[index] = value);

    /// <summary>Sets values of keys that a dictionary has.</summary>
    public static void Set(IDictionary dictionary, IReadOnlyList<DictionaryEntry> entries) => Keep(s_table, dictionary, () =>
        Keep(s_limit, dictionary, () => Keep(s_list, dictionary is OrderedDictionary ? s_entries?.GetValue(dictionary) : null, () =>
        {
            foreach (DictionaryEntry entry in entries)
            {
                if (dictionary is not ConcurrentDictionary<string, object?> concurrent)
                {
                    dictionary[entry.Key] = entry.Value;
                }
                else if (concurrent.TryGetValue((string)entry.Key, out object? current) && PSValue.Unwrap(current) == entry.Value)
                {
                    _ = concurrent.TryUpdate((string)entry.Key, entry.Value, current);
                }
            }
        }), meanwhile: int.MaxValue));

    // Writes, and puts back what the field had, with another value in it meanwhile where that is wanted.
    private static void Keep(FieldInfo? field, object? collection, Action write, int? meanwhile = null)
    {
        if (field?.DeclaringType!.IsInstanceOfType(collection) != true)
        {
            write();
            return;
        }

        object? before = field.GetValue(collection);
        if (meanwhile is { } other)
        {
            field.SetValue(collection, other);
        }

        try
        {
            write();
        }
        finally
        {
            field.SetValue(collection, before);
        }
    }

    private static FieldInfo? Find(Type type, string name, Type of) =>
        type.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic) is { } field && field.FieldType == of ? field : null;
}
