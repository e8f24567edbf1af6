using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>An element of a tuple, by its name or as an item.</summary>
internal sealed class TupleProperty : ViewProperty
{
    private readonly ITuple _tuple;
    private readonly TupleShape.Member _member;

    public TupleProperty(ITuple tuple, TupleShape.Member member)
        : base(member.Name)
    {
        _tuple = tuple;
        _member = member;
        if (member.IsHidden)
        {
            ViewInternals.Hide(this);
        }
    }

    public override bool IsSettable => _member.Index < TupleElements.Direct;

    protected override TupleNames? Names => _member.Names;

    public override PSMemberInfo Copy() => new TupleProperty(_tuple, _member);

    protected override object? Get() => _tuple[_member.Index];

    protected override void Set(object? value)
    {
        FieldInfo? field = _tuple.GetType().GetField(TupleShape.ItemName(_member.Index));
        field?.SetValue(_tuple, LanguagePrimitives.ConvertTo(value, field.FieldType));
    }
}
