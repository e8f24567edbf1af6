using System.Collections;
using System.Collections.Specialized;

namespace AsyncCSharp.Conversion;

/// <summary>The part of <see cref="WrappedElements"/> that goes through dictionaries: their values are replaced, and keys that are enumerations.</summary>
/// <param name="look">Looks at a value, and gives what is to be in its place.</param>
/// <param name="change">Gives what is to be in the place of a key.</param>
internal sealed class WrappedEntries(Func<object?, object?> look, Func<object?, object?> change)
{
    /// <summary>Goes through a dictionary; under its lock where it has one, as any of its users would.</summary>
    public void UnwrapIn(IDictionary dictionary)
    {
        if (!dictionary.IsSynchronized)
        {
            UnwrapValues(dictionary);
            return;
        }

        lock (dictionary.SyncRoot)
        {
            UnwrapValues(dictionary);
        }
    }

    private void UnwrapValues(IDictionary dictionary)
    {
        List<DictionaryEntry>? wrapped = null;
        List<(object Old, object New)>? keys = null;
        try
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                if (entry.Key is Enum && change(entry.Key) is { } key && key.GetType() != entry.Key.GetType())
                {
                    (keys ??= []).Add((entry.Key, key));
                }

                object? plain = look(entry.Value);
                if (!ReferenceEquals(plain, entry.Value))
                {
                    (wrapped ??= []).Add(new DictionaryEntry(entry.Key, plain));
                }
            }
        }
        catch (Exception e) when (e is InvalidOperationException or NullReferenceException)
        {
            // Another thread changes it meanwhile: what could be seen of it will do.
        }

        if (wrapped is not null && !dictionary.IsReadOnly)
        {
            QuietWrite.Set(dictionary, [.. wrapped.Where(entry => ElementKinds.Takes(dictionary, entry.Value))]);
        }

        if (keys is not null && !dictionary.IsReadOnly)
        {
            keys.ForEach(key => Rename(dictionary, key.Old, key.New));
        }
    }

    private static void Rename(IDictionary dictionary, object old, object key)
    {
        object? value = dictionary[old];
        if (dictionary is not OrderedDictionary ordered)
        {
            dictionary.Remove(old);
            dictionary[key] = value;
            return;
        }

        int place = ordered.Keys.Cast<object>().ToList().IndexOf(old);
        ordered.RemoveAt(place);
        ordered.Insert(place, key, value);
    }
}
