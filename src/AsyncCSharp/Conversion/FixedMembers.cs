namespace AsyncCSharp.Conversion;

/// <summary>Those of a dictionary that can only be read.</summary>
internal sealed class FixedMembers<T>(IReadOnlyDictionary<string, T> items) : KeyedMembers
{
    public override IEnumerable<string> Keys => items.Keys;

    public override object? Get(string key) => items.TryGetValue(key, out T? found) ? found : null;
}
