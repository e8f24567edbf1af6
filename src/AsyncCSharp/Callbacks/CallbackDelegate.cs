using System.Linq.Expressions;
using System.Reflection;

namespace AsyncCSharp.Callbacks;

/// <summary>Makes the delegates by which C# calls script blocks.</summary>
internal static class CallbackDelegate
{
    private static readonly MethodInfo s_invoke = typeof(ScriptCallback).GetMethod(nameof(ScriptCallback.Invoke))!;
    private static readonly MethodInfo s_task = typeof(ScriptCallback).GetMethods().Single(m => m.Name == nameof(ScriptCallback.InvokeAsync) && !m.IsGenericMethod);
    private static readonly MethodInfo s_taskOf = typeof(ScriptCallback).GetMethods().Single(m => m.Name == nameof(ScriptCallback.InvokeAsync) && m.IsGenericMethod);

    /// <summary>A delegate of the type; null where arguments go by reference, which cannot cross threads.</summary>
    public static Delegate? Make(Type type, ScriptCallback callback)
    {
        MethodInfo signature = type.GetMethod("Invoke")!;
        ParameterExpression[] parameters = [.. signature.GetParameters().Select(p => Expression.Parameter(p.ParameterType, p.Name))];
        if (parameters.Any(p => p.IsByRef || p.Type.IsByRefLike) || signature.ReturnType.IsByRef)
        {
            return null;
        }

        Expression arguments = Expression.NewArrayInit(typeof(object), parameters.Select(p => Expression.Convert(p, typeof(object))));
        return Expression.Lambda(type, Body(Expression.Constant(callback), arguments, signature.ReturnType), parameters).Compile();
    }

    private static Expression Body(Expression callback, Expression arguments, Type result)
    {
        if (result == typeof(Task))
        {
            return Expression.Call(callback, s_task, arguments);
        }

        if (result == typeof(ValueTask))
        {
            return Expression.New(typeof(ValueTask).GetConstructor([typeof(Task)])!, Expression.Call(callback, s_task, arguments));
        }

        if (result.IsGenericType && (result.GetGenericTypeDefinition() == typeof(Task<>) || result.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        {
            Expression task = Expression.Call(callback, s_taskOf.MakeGenericMethod(result.GetGenericArguments()), arguments);
            return result.IsValueType ? Expression.New(result.GetConstructor([task.Type])!, task) : task;
        }

        return result == typeof(void)
            ? Expression.Block(typeof(void), Expression.Call(callback, s_invoke.MakeGenericMethod(typeof(object)), arguments))
            : Expression.Call(callback, s_invoke.MakeGenericMethod(result), arguments);
    }
}
