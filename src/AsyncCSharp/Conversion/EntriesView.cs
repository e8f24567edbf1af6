using System.Collections;
using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>
/// A dictionary as PowerShell knows them, in which there are values that have views. It is live: what is set in it is set in the dictionary.
/// It is a hashtable because commands that sort, group and measure find keys in hashtables only; what that would keep itself is not used.
/// </summary>
/// <param name="entries">The dictionary.</param>
/// <param name="kind">What is known of its type.</param>
internal sealed class EntriesView(IDictionary entries, EntriesKind kind) : Hashtable(0), IView, IEnumerable
{
    object IView.Original => entries;

    public override int Count => entries.Count;

    public override bool IsReadOnly => entries.IsReadOnly;

    public override bool IsFixedSize => entries.IsFixedSize;

    public override bool IsSynchronized => entries.IsSynchronized;

    public override object SyncRoot => entries.SyncRoot;

    public override ICollection Keys => entries.Keys;

    /// <summary>The values, as they are now.</summary>
    public override ICollection Values => entries.Values.Cast<object?>().Select(Show).ToArray();

    public override object? this[object key]
    {
        get => Show(entries[KeyOf(key)]);
        set => entries[KeyOf(key)] = kind.ValueOf(value);
    }

    public override void Add(object key, object? value) => entries.Add(KeyOf(key), kind.ValueOf(value));

    public override void Clear() => entries.Clear();

    public override bool Contains(object key) => entries.Contains(KeyOf(key));

    /// <summary>As those that have a type call it.</summary>
    public override bool ContainsKey(object key) => Contains(key);

    /// <summary>Whether a value is that, as PowerShell sees them.</summary>
    public override bool ContainsValue(object? value) => Values.Cast<object?>().Contains(value is PSObject { BaseObject: not PSCustomObject and var inner } ? inner : value);

    /// <summary>Gives the value of a key.</summary>
    public bool TryGetValue(object key, out object? value)
    {
        bool isThere = Contains(key);
        value = isThere ? this[key] : null;
        return isThere;
    }

    public override void Remove(object key) => entries.Remove(KeyOf(key));

    public override void CopyTo(Array array, int index)
    {
        foreach (DictionaryEntry entry in this)
        {
            array.SetValue(entry, index++);
        }
    }

    public override IDictionaryEnumerator GetEnumerator() => new Enumerator(entries.GetEnumerator());

    // A hashtable's own lists what it keeps itself, and cannot be overridden. Commands that show dictionaries call it.
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // As PowerShell copies a hashtable: the copy is one of its own.
    public override object Clone() => new Hashtable(this);

    public override bool Equals(object? obj) => entries.Equals(obj is IView other ? other.Original : obj);

    public override int GetHashCode() => entries.GetHashCode();

    public override string ToString() => entries.ToString()!;

    private static object? Show(object? value) => PipelineValue.Within(value, null);

    private object KeyOf(object key) => kind.KeyOf(key);

    private sealed class Enumerator(IDictionaryEnumerator entries) : IDictionaryEnumerator
    {
        public DictionaryEntry Entry => new(Key, Value);

        public object Key => entries.Key;

        public object? Value => Show(entries.Value);

        public object Current => Entry;

        public bool MoveNext() => entries.MoveNext();

        public void Reset() => entries.Reset();
    }
}
