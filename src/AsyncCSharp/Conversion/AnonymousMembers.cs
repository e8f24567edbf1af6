using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>The properties of anonymous types, each of which is looked at once.</summary>
internal static class AnonymousMembers
{
    // The types' own: an entry goes with its type.
    private static readonly ConditionalWeakTable<Type, PlainMember[]> s_known = [];

    /// <summary>Those of a type, whose names have been announced.</summary>
    public static PlainMember[] Of(Type type) => s_known.GetValue(type, static t =>
    {
        PlainMember[] members = PlainMember.Of(t);
        Array.ForEach(members, static member => ViewInternals.Announce(member.Name));
        return members;
    });
}
