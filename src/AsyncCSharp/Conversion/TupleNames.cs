using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Text;

namespace AsyncCSharp.Conversion;

/// <summary>
/// The names that the compiler knows of the tuples in a cell's value; the value itself has none. For a tuple the names, and what is
/// known of its elements; for anything else what is known of the items in it. A pair of a key and a value is as a tuple of two. Immutable.
/// </summary>
/// <remarks>
/// As text: <c>(Name,Age)</c>, <c>[(Name,Age)]</c> for items, <c>(Who:(First,Last),)</c> with a second element that has no name,
/// <c>[(Name,Age);(Year,Month)]</c> for a group with its key, <c>{Who:(First,Last)}</c> for properties of an anonymous type.
/// </remarks>
internal sealed class TupleNames
{
    // Tasks and streams that were given out as such, for who awaits them later: an entry goes with its object.
    private static readonly ConditionalWeakTable<object, TupleNames> s_pending = [];

    // Objects whose names PowerShell has and C# has not, for their way between the two: an entry goes with its object.
    private static readonly ConditionalWeakTable<object, TupleNames> s_kept = [];
    private static volatile bool s_anyKept;

    // Made of the names when they are first used.
    private TupleShape? _shape;

    /// <summary>The names of a tuple's elements, null for one without; null where it is no tuple.</summary>
    public string?[]? Elements { get; init; }

    /// <summary>What is known of each of a tuple's elements; null for nothing.</summary>
    public TupleNames?[] Parts { get; init; } = [];

    /// <summary>What is known of the items, where it is no tuple.</summary>
    public TupleNames? Items { get; init; }

    /// <summary>What is known of the key, where it is a group.</summary>
    public TupleNames? KeyNames { get; init; }

    /// <summary>What is known of the properties of an anonymous type, where it is one; else null.</summary>
    public IReadOnlyDictionary<string, TupleNames>? Members { get; init; }

    /// <summary>The elements of a pair.</summary>
    public static string[] PairElements { get; } = ["Key", "Value"];

    /// <summary>Whether a type is an anonymous one.</summary>
    public static bool IsAnonymous(Type type) => type.IsGenericType && type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal);

    /// <summary>Reads what <see cref="ToString"/> wrote; null for no text.</summary>
    public static TupleNames? Parse(string text)
    {
        int position = 0;
        return text.Length == 0 ? null : Parse(text, ref position);
    }

    /// <summary>Names what awaiting or reading the object will give, for whoever does that.</summary>
    public void Follow(object pending)
    {
        if (!pending.GetType().IsValueType)
        {
            s_pending.AddOrUpdate(pending, this);
        }
    }

    /// <summary>The names of what awaiting or reading the object gives, or null.</summary>
    public static TupleNames? Of(object pending) => s_pending.TryGetValue(pending, out TupleNames? names) ? names : null;

    /// <summary>Keeps the names of an object that loses them on its way into C#: of a tuple in its box, or of a collection of such.</summary>
    public void Keep(object value)
    {
        s_kept.AddOrUpdate(value, this);
        s_anyKept = true;
    }

    /// <summary>The names that were kept of an object, or null.</summary>
    public static TupleNames? KeptOf(object? value) => s_anyKept && value is not null && s_kept.TryGetValue(value, out TupleNames? names) ? names : null;

    /// <summary>The value with its names: a tuple as a view, items one by one as they are read. Anything that does not fit is left as it is.</summary>
    public object? Apply(object? value) => value switch
    {
        null or string or PSObject or IView => value,
        IDictionary dictionary => Items is { Elements: not null } ? new NamedDictionary(dictionary, Items) : value,
        ITuple tuple when Elements is not null => ViewOf(tuple),
        _ when Members is not null => AnonymousView.TryMake(value, Members) ?? value,
        _ when NamedParts.TryMake(value, this) is { } named => named,
        _ when Items is null => value,
        _ when ValueKinds.StreamTypeOf(value) is { } type => NamedStream.Of(value, type, Items),
        IEnumerable items => Within(items, ValueKinds.Of(items.GetType())),
        _ => value,
    };

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new();
        Write(text);
        return text.ToString();
    }

    /// <summary>As <see cref="Apply"/>, also for each of several that were found together.</summary>
    public object? ApplyToParts(object? found) => found is object?[] parts ? Array.ConvertAll(parts, Apply) : Apply(found);

    // A dictionary that PowerShell does not know for one has its keys as properties.
    private object? Within(IEnumerable items, ValueKinds kinds) =>
        kinds.View is { } view ? view(items) : kinds.IsCollection ? kinds.Items(items, Items) : new LazyItems(items, Items);

    private object ViewOf(ITuple tuple)
    {
        TupleShape shape = _shape ??= new TupleShape(this);
        return tuple.Length == shape.Length ? shape.View(tuple) : tuple;
    }

    private void Write(StringBuilder text)
    {
        if (Members is not null)
        {
            WriteMembers(text);
            return;
        }

        if (Elements is null)
        {
            _ = text.Append('[');
            Items?.Write(text);
            if (KeyNames is not null)
            {
                _ = text.Append(';');
                KeyNames.Write(text);
            }

            _ = text.Append(']');
            return;
        }

        for (int i = 0; i < Elements.Length; i++)
        {
            _ = text.Append(i == 0 ? '(' : ',').Append(Elements[i]);
            if (Parts[i] is { } part)
            {
                _ = text.Append(':');
                part.Write(text);
            }
        }

        _ = text.Append(')');
    }

    private void WriteMembers(StringBuilder text)
    {
        _ = text.Append('{');
        foreach ((string name, TupleNames names) in Members!)
        {
            _ = text.Append(name).Append(':');
            names.Write(text);
        }

        _ = text.Append('}');
    }

    private static TupleNames ParseMembers(string text, ref int position)
    {
        Dictionary<string, TupleNames> members = [];
        while (text[position] != '}')
        {
            int length = text.AsSpan(position).IndexOf(':');
            string name = text.Substring(position, length);
            position += length + 1;
            members[name] = Parse(text, ref position);
        }

        position++;
        return new TupleNames { Members = members };
    }

    private static TupleNames Parse(string text, ref int position)
    {
        if (text[position] == '{')
        {
            position++;
            return ParseMembers(text, ref position);
        }

        if (text[position++] == '[')
        {
            TupleNames? items = text[position] == ';' ? null : Parse(text, ref position);
            TupleNames? key = null;
            if (text[position++] == ';')
            {
                key = Parse(text, ref position);
                position++;
            }

            return new TupleNames { Items = items, KeyNames = key };
        }

        List<string?> names = [];
        List<TupleNames?> parts = [];
        do
        {
            int length = text.AsSpan(position).IndexOfAny(":,)");
            names.Add(length == 0 ? null : text.Substring(position, length));
            position += length;
            TupleNames? part = null;
            if (text[position] == ':')
            {
                position++;
                part = Parse(text, ref position);
            }

            parts.Add(part);
        }
        while (text[position++] == ',');
        return new TupleNames { Elements = [.. names], Parts = [.. parts] };
    }
}
