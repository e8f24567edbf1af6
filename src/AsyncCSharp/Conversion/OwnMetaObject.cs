using System.Dynamic;
using System.Linq.Expressions;
using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>How PowerShell's language uses an object of its own, for those that change some of it.</summary>
/// <param name="expression">The object.</param>
/// <param name="value">Its value.</param>
internal abstract class OwnMetaObject(Expression expression, PSObject value) : DynamicMetaObject(expression, BindingRestrictions.Empty, value)
{
    // PowerShell's way, which it keeps to itself.
    private static readonly Func<PSObject, Expression, DynamicMetaObject> s_own = typeof(PSObject)
        .GetInterfaceMap(typeof(IDynamicMetaObjectProvider)).TargetMethods.Single()
        .CreateDelegate<Func<PSObject, Expression, DynamicMetaObject>>();

    private readonly DynamicMetaObject _own = s_own(value, expression);

    public override IEnumerable<string> GetDynamicMemberNames() => _own.GetDynamicMemberNames();

    public override DynamicMetaObject BindInvokeMember(InvokeMemberBinder binder, DynamicMetaObject[] args) => _own.BindInvokeMember(binder, args);

    public override DynamicMetaObject BindGetIndex(GetIndexBinder binder, DynamicMetaObject[] indexes) => _own.BindGetIndex(binder, indexes);

    public override DynamicMetaObject BindSetIndex(SetIndexBinder binder, DynamicMetaObject[] indexes, DynamicMetaObject value) =>
        _own.BindSetIndex(binder, indexes, value);

    public override DynamicMetaObject BindGetMember(GetMemberBinder binder) => _own.BindGetMember(binder);

    public override DynamicMetaObject BindSetMember(SetMemberBinder binder, DynamicMetaObject value) => _own.BindSetMember(binder, value);

    public override DynamicMetaObject BindBinaryOperation(BinaryOperationBinder binder, DynamicMetaObject arg) => _own.BindBinaryOperation(binder, arg);

    public override DynamicMetaObject BindUnaryOperation(UnaryOperationBinder binder) => _own.BindUnaryOperation(binder);

    public override DynamicMetaObject BindConvert(ConvertBinder binder) => _own.BindConvert(binder);

    public override DynamicMetaObject BindInvoke(InvokeBinder binder, DynamicMetaObject[] args) => _own.BindInvoke(binder, args);

    public override DynamicMetaObject BindDeleteIndex(DeleteIndexBinder binder, DynamicMetaObject[] indexes) => _own.BindDeleteIndex(binder, indexes);

    public override DynamicMetaObject BindDeleteMember(DeleteMemberBinder binder) => _own.BindDeleteMember(binder);

    /// <summary>The value, boxed.</summary>
    protected static UnaryExpression Boxed(Expression value) => Expression.Convert(value, typeof(object));

    /// <summary>The outcome of an operation.</summary>
    protected static DynamicMetaObject Result(Expression value, BindingRestrictions when) => new(value.Type == typeof(object) ? value : Boxed(value), when);

    /// <summary>Where the object is one of its class, and something holds for it besides.</summary>
    protected BindingRestrictions When(Expression? condition = null)
    {
        BindingRestrictions when = BindingRestrictions.GetTypeRestriction(Expression, LimitType);
        return condition is null ? when : when.Merge(BindingRestrictions.GetExpressionRestriction(condition));
    }

    /// <summary>A call of one of <see cref="ViewMembers"/> for the object.</summary>
    protected MethodCallExpression Call(string method, params Expression[] arguments) => Expression.Call(
        typeof(ViewMembers).GetMethod(method)!, arguments.Select(a => a.Type == typeof(string) ? a : Boxed(a)).Prepend(Boxed(Expression)));

    /// <summary>The same operation of another object.</summary>
    protected static Expression Again(DynamicMetaObjectBinder binder, Expression target, params DynamicMetaObject[] args) =>
        Expression.Dynamic(binder, binder.ReturnType, args.Select(a => a.Expression).Prepend(target));

    /// <summary>What an operation gives, with the names of the tuples in it.</summary>
    protected DynamicMetaObject Named(DynamicMetaObject found) => found.Expression.Type == typeof(void)
        ? found
        : new DynamicMetaObject(Call(nameof(ViewMembers.Named), found.Expression), When().Merge(found.Restrictions));
}
