using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>The properties that tuples of the same names have in PowerShell. Immutable but for what it has seen last.</summary>
internal sealed class TupleShape
{
    private readonly Member[] _members;

    // By which PowerShell sorts, groups and compares objects, where it is not told by what.
    private readonly PSMemberSet _keys;

    // The type of the last tuple, which is mostly that of the next.
    private Seen? _seen;

    private TupleShape(string?[] names, TupleNames?[] parts)
    {
        IEnumerable<Member> named = names.Select((name, i) => new Member(IsUsable(names, i) ? name! : ItemName(i), i, parts[i], IsHidden: false));
        IEnumerable<Member> items = names.Select((_, i) => new Member(ItemName(i), i, parts[i], IsHidden: true));
        _members = [.. named.Concat(items).DistinctBy(m => m.Name, StringComparer.OrdinalIgnoreCase)];
        _keys = new PSMemberSet("PSStandardMembers", [new PSPropertySet("DefaultKeyPropertySet", names.Select((_, i) => ItemName(i)))]);
        ViewInternals.Hide(_keys);
        Length = names.Length;
    }

    /// <summary>That of a tuple with names.</summary>
    public TupleShape(TupleNames names)
        : this(names.Elements!, names.Parts) => Names = names;

    /// <summary>That of a tuple without names.</summary>
    public TupleShape(int length)
        : this(new string?[length], new TupleNames?[length])
    {
    }

    /// <summary>The names; null for a tuple without.</summary>
    public TupleNames? Names { get; }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The name that an element has anyway.</summary>
    public static string ItemName(int index) => $"Item{index + 1}";

    /// <summary>What is known of an element, or null.</summary>
    public TupleNames? NamesOf(int index) => _members[index].Names;

    /// <summary>The view of a tuple of that length.</summary>
    public TupleView View(ITuple tuple)
    {
        Type type = tuple.GetType();
        Seen? seen = _seen;
        if (seen?.Type != type)
        {
            Array.ForEach(_members, static member => ViewInternals.Announce(member.Name));
            _seen = seen = new Seen(type, ViewType.Of(type));
        }

        PSMemberInfo[] members = new PSMemberInfo[_members.Length + 1];
        for (int i = 0; i < _members.Length; i++)
        {
            members[i] = new TupleProperty(tuple, _members[i]);
        }

        members[^1] = _keys;
        return new TupleView(this, tuple, seen.View, members);
    }

    // PowerShell does not tell names apart by their case, and items have names of their own. An element whose name would hide another
    // one, or cannot be a property's, has that of its item.
    private static bool IsUsable(string?[] names, int index) =>
        names[index] is { } name
        && !ObjectView.IsReserved(name)
        && !names.Where((other, i) => i != index && name.Equals(other, StringComparison.OrdinalIgnoreCase)).Any()
        && !(name.StartsWith("Item", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(name.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out int position)
            && position != index + 1 && position >= 1 && position <= names.Length);

    /// <summary>A property.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Index">The element's place, from 0.</param>
    /// <param name="Names">What is known of the element, or null.</param>
    /// <param name="IsHidden">Whether it is found by its name, and is in no list of properties.</param>
    internal sealed record Member(string Name, int Index, TupleNames? Names, bool IsHidden);

    private sealed record Seen(Type Type, ViewType View);
}
