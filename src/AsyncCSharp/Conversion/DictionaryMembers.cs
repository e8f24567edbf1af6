namespace AsyncCSharp.Conversion;

/// <summary>Those of a dictionary.</summary>
internal sealed class DictionaryMembers<T>(IDictionary<string, T> items) : KeyedMembers
{
    public override IEnumerable<string> Keys => items.Keys;

    public override bool IsReadOnly => items.IsReadOnly;

    public override object? Get(string key) => items.TryGetValue(key, out T? found) ? found : null;

    public override void Set(string key, object? value) => items[key] = JsonView.ConvertTo<T>(value);
}
