using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>A property of an object of C#.</summary>
internal sealed class PlainProperty(object owner, PlainMember member, TupleNames? names = null) : ViewProperty(member.Name)
{
    private static readonly MethodInfo s_convert = typeof(JsonView).GetMethod(nameof(JsonView.ConvertTo))!;

    public override bool IsSettable => member.IsSettable;

    protected override TupleNames? Names => names;

    public override PSMemberInfo Copy() => new PlainProperty(owner, member, names);

    protected override object? Get() => member.Get(owner);

    protected override void Set(object? value)
    {
        try
        {
            member.Set(owner, s_convert.MakeGenericMethod(member.Type).Invoke(null, [value]));
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw new SetValueInvocationException(string.Format(null, Strings.PropertySetFailed, Name, inner.Message), inner);
        }
    }
}
