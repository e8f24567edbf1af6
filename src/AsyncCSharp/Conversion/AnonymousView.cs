using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>An object of an anonymous type, in whose properties there are tuples with names.</summary>
internal sealed class AnonymousView : ObjectView
{
    private readonly IReadOnlyDictionary<string, TupleNames> _names;

    private AnonymousView(object original, IReadOnlyDictionary<string, TupleNames> names)
        : base(original, ViewType.Of(original.GetType()), PropertiesOf(original, names)) => _names = names;

    /// <summary>The view; null of anything else.</summary>
    public static AnonymousView? TryMake(object value, IReadOnlyDictionary<string, TupleNames> names) =>
        TupleNames.IsAnonymous(value.GetType()) ? new AnonymousView(value, names) : null;

    public override string ToString() => Original.ToString()!;

    protected override ObjectView CopyView() => new AnonymousView(RuntimeHelpers.GetObjectValue(Original), _names);

    private static PSMemberInfo[] PropertiesOf(object original, IReadOnlyDictionary<string, TupleNames> names)
    {
        PlainMember[] members = AnonymousMembers.Of(original.GetType());
        return Array.ConvertAll(members, PSMemberInfo (member) => new PlainProperty(original, member, names.GetValueOrDefault(member.Name)));
    }
}
