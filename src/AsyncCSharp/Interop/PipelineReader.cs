using System.Linq.Expressions;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// Takes the next object of a cmdlet's pipeline input where it is there already, as it is when a collection is piped.
/// PowerShell binds all pipeline parameters anew for each object, which takes longer than most cells. Its internals are
/// looked for once; where they are not as expected there is never a next object, and PowerShell's own way goes on.
/// </summary>
internal static class PipelineReader
{
    private static readonly Func<object, object?>? s_retrieve = MakeRetrieve();

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_retrieve is not null;

    /// <summary>The next object, if PowerShell has it at hand. Objects of a command upstream come by the usual way.</summary>
    public static bool TryTake(ICommandRuntime runtime, out object? value)
    {
        value = s_retrieve is null ? AutomationNull.Value : s_retrieve(runtime);
        return value != AutomationNull.Value;
    }

    private static Func<object, object?>? MakeRetrieve()
    {
        PropertyInfo? pipe = CommandRuntime.FindProperty("InputPipe");
        MethodInfo? retrieve = pipe?.PropertyType.GetMethod("Retrieve", BindingFlags.Instance | BindingFlags.NonPublic, Type.EmptyTypes);
        if (retrieve is null || retrieve.ReturnType != typeof(object))
        {
            return null;
        }

        Type runtime = CommandRuntime.Type!;
        ParameterExpression argument = Expression.Parameter(typeof(object));
        Expression call = Expression.Call(Expression.Property(Expression.Convert(argument, runtime), pipe!), retrieve);
        Expression guarded = Expression.Condition(Expression.TypeIs(argument, runtime), call, Expression.Constant(AutomationNull.Value, typeof(object)));
        return Expression.Lambda<Func<object, object?>>(guarded, argument).Compile();
    }
}
