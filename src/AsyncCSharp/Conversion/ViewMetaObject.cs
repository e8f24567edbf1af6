using System.Dynamic;
using System.Linq.Expressions;

namespace AsyncCSharp.Conversion;

/// <summary>
/// How PowerShell's language reads, sets and calls what a view has not got as a property: methods are those of the object that it stands
/// for, and of a dictionary there are keys in brackets, and new ones. Commands see nothing of it.
/// </summary>
/// <param name="expression">The view.</param>
/// <param name="view">Its value.</param>
internal sealed class ViewMetaObject(Expression expression, ObjectView view) : OwnMetaObject(expression, view)
{
    public override DynamicMetaObject BindInvokeMember(InvokeMemberBinder binder, DynamicMetaObject[] args)
    {
        if (args is [var other] && binder.Name.Equals(nameof(Equals), StringComparison.OrdinalIgnoreCase))
        {
            return Result(Call(nameof(ViewMembers.AreEqual), other.Expression), When());
        }

        if (args is [] && binder.Name.Equals(nameof(GetHashCode), StringComparison.OrdinalIgnoreCase))
        {
            return Result(Call(nameof(ViewMembers.HashOf)), When());
        }

        return ViewMembers.IsOfOriginal(view, binder.Name)
            ? Result(Again(binder, Call(nameof(ViewMembers.OriginalOf)), args), When(Call(nameof(ViewMembers.IsOfOriginal), Expression.Constant(binder.Name))))
            : base.BindInvokeMember(binder, args);
    }

    public override DynamicMetaObject BindGetIndex(GetIndexBinder binder, DynamicMetaObject[] indexes) =>
        IsKey(indexes, out DynamicMetaObject key)
            ? Result(Call(nameof(ViewMembers.Get), key.Expression), WhenKey(key))
            : base.BindGetIndex(binder, indexes);

    public override DynamicMetaObject BindSetIndex(SetIndexBinder binder, DynamicMetaObject[] indexes, DynamicMetaObject value) =>
        IsKey(indexes, out DynamicMetaObject key)
            ? Result(Call(nameof(ViewMembers.Set), key.Expression, value.Expression), WhenKey(key))
            : base.BindSetIndex(binder, indexes, value);

    public override DynamicMetaObject BindSetMember(SetMemberBinder binder, DynamicMetaObject value) =>
        view is KeyedView && !ViewMembers.HasMember(view, binder.Name)
            ? Result(
                Call(nameof(ViewMembers.Set), Expression.Constant(binder.Name), value.Expression),
                When(Expression.Not(Call(nameof(ViewMembers.HasMember), Expression.Constant(binder.Name)))))
            : base.BindSetMember(binder, value);

    private bool IsKey(DynamicMetaObject[] indexes, out DynamicMetaObject key)
    {
        key = indexes[0];
        return view is KeyedView && indexes.Length == 1 && ViewMembers.KeyOf(key.Value) is not null;
    }

    private BindingRestrictions WhenKey(DynamicMetaObject key) =>
        When(Expression.NotEqual(Expression.Call(typeof(ViewMembers), nameof(ViewMembers.KeyOf), null, Boxed(key.Expression)), Expression.Constant(null)));
}
