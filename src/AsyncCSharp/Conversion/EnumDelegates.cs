using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>Delegates that take or give enumerations of PowerShell's, for the other side.</summary>
internal static class EnumDelegates
{
    private static readonly MethodInfo s_toCell = typeof(ShellEnums).GetMethod(nameof(ShellEnums.ToCell))!;
    private static readonly MethodInfo s_toShell = typeof(ShellEnums).GetMethod(nameof(ShellEnums.ToShell))!;

    // The delegates' own: an entry goes with what was made. One that comes back is the one that it was.
    private static readonly ConditionalWeakTable<Delegate, Delegate> s_made = [];

    /// <summary>The delegate as the type; itself where that cannot be.</summary>
    public static Delegate Convert(Delegate function, Type type, bool isToCell)
    {
        if (s_made.TryGetValue(function, out Delegate? original) && original.GetType() == type)
        {
            return original;
        }

        MethodInfo signature = type.GetMethod("Invoke")!;
        ParameterExpression[] parameters = [.. signature.GetParameters().Select(p => Expression.Parameter(p.ParameterType, p.Name))];
        MethodInfo target = function.GetType().GetMethod("Invoke")!;
        Type[] wanted = [.. target.GetParameters().Select(p => p.ParameterType)];
        if (wanted.Any(t => t.IsByRef || t.IsByRefLike) || target.ReturnType.IsByRef)
        {
            return function;
        }

        Expression call = Expression.Call(
            Expression.Constant(function),
            target,
            parameters.Zip(wanted, (parameter, to) => As(parameter, to, isToCell ? s_toShell : s_toCell)));
        Expression body = signature.ReturnType == typeof(void) ? call : As(call, signature.ReturnType, isToCell ? s_toCell : s_toShell);
        Delegate made = Expression.Lambda(type, body, parameters).Compile();
        s_made.Add(made, function);
        return made;
    }

    private static Expression As(Expression value, Type type, MethodInfo convert) =>
        value.Type == type && type.IsSealed
            ? value
            : Expression.Convert(Expression.Call(convert, Expression.Convert(value, typeof(object))), type);
}
