namespace AsyncCSharp.Conversion;

/// <summary>The key and the value of a pair in which there are tuples with names.</summary>
internal sealed class PairMembers<TKey, TValue>(KeyValuePair<TKey, TValue> pair, TupleNames names) : KeyedMembers
{
    public override IEnumerable<string> Keys => TupleNames.PairElements;

    public override object? Get(string key) => key == TupleNames.PairElements[0] ? pair.Key : pair.Value;

    public override TupleNames? NamesOf(string key) => names.Parts[Array.IndexOf(TupleNames.PairElements, key)];
}
