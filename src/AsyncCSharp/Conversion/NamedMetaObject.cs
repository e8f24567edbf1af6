using System.Collections;
using System.Dynamic;
using System.Linq.Expressions;

namespace AsyncCSharp.Conversion;

/// <summary>
/// How PowerShell's language uses a collection of tuples with names: what it takes out of the collection has its names. What is done by
/// other ways, such as writing the collection item by item, finds the tuples as they are.
/// </summary>
/// <param name="expression">The collection.</param>
/// <param name="collection">Its value.</param>
internal sealed class NamedMetaObject(Expression expression, NamedCollection collection) : OwnMetaObject(expression, collection)
{
    public override DynamicMetaObject BindConvert(ConvertBinder binder) =>
        binder.Type == typeof(IEnumerator) ? new DynamicMetaObject(Call(nameof(ViewMembers.Enumerate)), When()) : base.BindConvert(binder);

    public override DynamicMetaObject BindGetIndex(GetIndexBinder binder, DynamicMetaObject[] indexes) => Named(base.BindGetIndex(binder, indexes));

    public override DynamicMetaObject BindInvokeMember(InvokeMemberBinder binder, DynamicMetaObject[] args) =>
        ViewMembers.IsOfShell(binder.Name)
            ? Result(Again(binder, Call(nameof(ViewMembers.ItemsOf)), args), When())
            : Named(base.BindInvokeMember(binder, args));

    // What the collection has not got itself is looked for in its items.
    public override DynamicMetaObject BindGetMember(GetMemberBinder binder) =>
        ViewMembers.HasMember(collection, binder.Name)
            ? base.BindGetMember(binder)
            : Result(
                Again(binder, Call(nameof(ViewMembers.ItemsOf))),
                When(Expression.Not(Call(nameof(ViewMembers.HasMember), Expression.Constant(binder.Name)))));
}
