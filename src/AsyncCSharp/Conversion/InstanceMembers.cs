using System.Linq.Expressions;
using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp;

/// <summary>
/// Tells quickly whether somebody added members to an object. PowerShell's public way builds the list of all members,
/// which takes longer than most cells.
/// </summary>
internal static class InstanceMembers
{
    private static readonly Func<object, bool> s_mayHave = MakeProbe();

    /// <summary>False where there are none for sure.</summary>
    public static bool MayHave(PSObject value) => s_mayHave(value);

    private static Func<object, bool> MakeProbe()
    {
        MethodInfo? method = typeof(PSObject).GetMethod("HasInstanceMembers", BindingFlags.Static | BindingFlags.NonPublic);
        if (method is null || method.ReturnType != typeof(bool)
            || method.GetParameters() is not [{ } value, { ParameterType.IsByRef: true } members] || value.ParameterType != typeof(object))
        {
            return static _ => true;
        }

        ParameterExpression argument = Expression.Parameter(typeof(object));
        ParameterExpression found = Expression.Variable(members.ParameterType.GetElementType()!);
        return Expression.Lambda<Func<object, bool>>(Expression.Block([found], Expression.Call(method, argument, found)), argument).Compile();
    }
}
