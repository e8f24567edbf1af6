using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>
/// The properties and fields of a user's type whose tuples have names. An object of the type stays what it is to PowerShell: it gets
/// properties of its own there, which hide those of the type.
/// </summary>
internal sealed class NamedMembers
{
    // Also those before the last one that has such: PowerShell lists an object's own properties first.
    private readonly (PlainMember Member, TupleNames? Names)[] _members;

    private NamedMembers((PlainMember Member, TupleNames? Names)[] members) => _members = members;

    /// <summary>Those of a type; null where there are none.</summary>
    public static NamedMembers? Find(Type type)
    {
        if (!HoldingKinds.HasMembers(type))
        {
            return null;
        }

        (PlainMember Member, TupleNames? Names)[] all = Array.ConvertAll(PlainMember.Of(type), static member => (member, member.Names));
        int last = Array.FindLastIndex(all, static m => m.Names is not null);
        return last < 0 ? null : new NamedMembers(all[..(last + 1)]);
    }

    /// <summary>The object with the properties, which it keeps.</summary>
    public PSObject Attach(object value)
    {
        PSObject wrapped = PSObject.AsPSObject(value);
        if (InstanceMembers.Of(wrapped)?.Any(static member => member is ViewProperty) != true)
        {
            foreach ((PlainMember member, TupleNames? names) in _members)
            {
                ViewInternals.Announce(member.Name);
                wrapped.Members.Add(new PlainProperty(value, member, names), preValidated: true);
            }
        }

        return wrapped;
    }
}
