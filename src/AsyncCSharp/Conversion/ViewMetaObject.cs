using System.Dynamic;
using System.Linq.Expressions;

namespace AsyncCSharp;

/// <summary>
/// How PowerShell's language reads, sets and calls what a view has not got as a property: methods are those of the object that it stands
/// for, and of a dictionary there are keys in brackets, and new ones. Commands see nothing of it.
/// </summary>
/// <param name="expression">The view.</param>
/// <param name="view">Its value.</param>
/// <param name="own">What PowerShell has for any custom object.</param>
internal sealed class ViewMetaObject(Expression expression, ObjectView view, DynamicMetaObject own)
    : DynamicMetaObject(expression, BindingRestrictions.Empty, view)
{
    public override IEnumerable<string> GetDynamicMemberNames() => own.GetDynamicMemberNames();

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

        return !ViewMembers.IsOfOriginal(view, binder.Name)
            ? own.BindInvokeMember(binder, args)
            : Result(
                Expression.Dynamic(binder, binder.ReturnType, args.Select(a => a.Expression).Prepend(Call(nameof(ViewMembers.OriginalOf)))),
                When(Call(nameof(ViewMembers.IsOfOriginal), Expression.Constant(binder.Name))));
    }

    public override DynamicMetaObject BindGetIndex(GetIndexBinder binder, DynamicMetaObject[] indexes) =>
        IsKey(indexes, out DynamicMetaObject? key)
            ? Result(Call(nameof(ViewMembers.Get), key.Expression), WhenKey(key))
            : own.BindGetIndex(binder, indexes);

    public override DynamicMetaObject BindSetIndex(SetIndexBinder binder, DynamicMetaObject[] indexes, DynamicMetaObject value) =>
        IsKey(indexes, out DynamicMetaObject? key)
            ? Result(Call(nameof(ViewMembers.Set), key.Expression, value.Expression), WhenKey(key))
            : own.BindSetIndex(binder, indexes, value);

    public override DynamicMetaObject BindSetMember(SetMemberBinder binder, DynamicMetaObject value) =>
        view is KeyedView && !ViewMembers.HasMember(view, binder.Name)
            ? Result(
                Call(nameof(ViewMembers.Set), Expression.Constant(binder.Name), value.Expression),
                When(Expression.Not(Call(nameof(ViewMembers.HasMember), Expression.Constant(binder.Name)))))
            : own.BindSetMember(binder, value);

    public override DynamicMetaObject BindGetMember(GetMemberBinder binder) => own.BindGetMember(binder);

    public override DynamicMetaObject BindBinaryOperation(BinaryOperationBinder binder, DynamicMetaObject arg) => own.BindBinaryOperation(binder, arg);

    public override DynamicMetaObject BindUnaryOperation(UnaryOperationBinder binder) => own.BindUnaryOperation(binder);

    public override DynamicMetaObject BindConvert(ConvertBinder binder) => own.BindConvert(binder);

    public override DynamicMetaObject BindInvoke(InvokeBinder binder, DynamicMetaObject[] args) => own.BindInvoke(binder, args);

    public override DynamicMetaObject BindDeleteIndex(DeleteIndexBinder binder, DynamicMetaObject[] indexes) => own.BindDeleteIndex(binder, indexes);

    public override DynamicMetaObject BindDeleteMember(DeleteMemberBinder binder) => own.BindDeleteMember(binder);

    private static UnaryExpression Boxed(Expression value) => Expression.Convert(value, typeof(object));

    private static DynamicMetaObject Result(Expression value, BindingRestrictions when) => new(value.Type == typeof(object) ? value : Boxed(value), when);

    private bool IsKey(DynamicMetaObject[] indexes, out DynamicMetaObject key)
    {
        key = indexes[0];
        return view is KeyedView && indexes.Length == 1 && ViewMembers.KeyOf(key.Value) is not null;
    }

    private BindingRestrictions WhenKey(DynamicMetaObject key) =>
        When(Expression.NotEqual(Expression.Call(typeof(ViewMembers), nameof(ViewMembers.KeyOf), null, Boxed(key.Expression)), Expression.Constant(null)));

    // Where the object is a view of that class, and something holds for it besides.
    private BindingRestrictions When(Expression? condition = null)
    {
        BindingRestrictions when = BindingRestrictions.GetTypeRestriction(Expression, LimitType);
        return condition is null ? when : when.Merge(BindingRestrictions.GetExpressionRestriction(condition));
    }

    private MethodCallExpression Call(string method, params Expression[] arguments) => Expression.Call(
        typeof(ViewMembers).GetMethod(method)!,
        arguments.Select(a => a.Type == typeof(string) ? a : Boxed(a)).Prepend(Boxed(Expression)));
}
