using System.Dynamic;
using System.Linq.Expressions;

namespace AsyncCSharp.Conversion;

/// <summary>How PowerShell's language uses a dictionary of tuples with names: values, and the lists of values and keys, have the names.</summary>
/// <param name="expression">The dictionary.</param>
/// <param name="dictionary">Its value.</param>
internal sealed class NamedDictionaryMetaObject(Expression expression, NamedDictionary dictionary) : OwnMetaObject(expression, dictionary)
{
    public override DynamicMetaObject BindGetIndex(GetIndexBinder binder, DynamicMetaObject[] indexes) => Named(base.BindGetIndex(binder, indexes));

    public override DynamicMetaObject BindGetMember(GetMemberBinder binder) => Named(base.BindGetMember(binder));

    public override DynamicMetaObject BindInvokeMember(InvokeMemberBinder binder, DynamicMetaObject[] args) => Named(base.BindInvokeMember(binder, args));
}
