using System.Linq.Expressions;
using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>
/// The members that somebody added to an object. PowerShell's public way builds the list of all members, which takes longer than
/// most cells.
/// </summary>
internal static class InstanceMembers
{
    private static readonly Func<object, object?>? s_find = MakeProbe();

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_find is not null;

    /// <summary>They, and nothing of the object's type; null where there are none.</summary>
    public static IEnumerable<PSMemberInfo>? Of(PSObject value) =>
        s_find is null ? FindSlowly(value)
        : s_find(value) is not { } found ? null
        : found as IEnumerable<PSMemberInfo> ?? FindSlowly(value);

    private static IEnumerable<PSMemberInfo> FindSlowly(PSObject value) => value.Members.Where(m => m.IsInstance);

    private static Func<object, object?>? MakeProbe()
    {
        MethodInfo? method = typeof(PSObject).GetMethod("HasInstanceMembers", BindingFlags.Static | BindingFlags.NonPublic);
        if (method is null || method.ReturnType != typeof(bool)
            || method.GetParameters() is not [{ } value, { ParameterType.IsByRef: true } members] || value.ParameterType != typeof(object))
        {
            return null;
        }

        ParameterExpression argument = Expression.Parameter(typeof(object));
        ParameterExpression found = Expression.Variable(members.ParameterType.GetElementType()!);
        Expression result = Expression.Condition(
            Expression.Call(method, argument, found), Expression.Convert(found, typeof(object)), Expression.Constant(null, typeof(object)));
        return Expression.Lambda<Func<object, object?>>(Expression.Block([found], result), argument).Compile();
    }
}
