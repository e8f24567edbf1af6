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
    private static readonly Func<object, object?> s_find = MakeProbe();

    /// <summary>They, and nothing of the object's type; null where there are none.</summary>
    public static IEnumerable<PSMemberInfo>? Of(PSObject value) => s_find(value) switch
    {
        null => null,
        IEnumerable<PSMemberInfo> found => found,
        _ => value.Members.Where(m => m.IsInstance),
    };

    // Gives null for none, and an object of another type where PowerShell is not as expected: then nobody knows.
    private static Func<object, object?> MakeProbe()
    {
        MethodInfo? method = typeof(PSObject).GetMethod("HasInstanceMembers", BindingFlags.Static | BindingFlags.NonPublic);
        if (method is null || method.ReturnType != typeof(bool)
            || method.GetParameters() is not [{ } value, { ParameterType.IsByRef: true } members] || value.ParameterType != typeof(object))
        {
            return static value => value;
        }

        ParameterExpression argument = Expression.Parameter(typeof(object));
        ParameterExpression found = Expression.Variable(members.ParameterType.GetElementType()!);
        Expression result = Expression.Condition(
            Expression.Call(method, argument, found), Expression.Convert(found, typeof(object)), Expression.Constant(null, typeof(object)));
        return Expression.Lambda<Func<object, object?>>(Expression.Block([found], result), argument).Compile();
    }
}
