using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Caches;

/// <summary>
/// Has a call site of the DLR forget its rules: delegates that are compiled for the types which it has met, and keep them. Any thread,
/// while other threads use the site.
/// </summary>
internal static class CallSiteRules
{
    /// <summary>CallSite&lt;T&gt;.MaxRules of dotnet/runtime (CallSite.cs).</summary>
    private const int MaxRules = 10;

    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly MethodInfo? s_setNotMatched =
        typeof(CallSite).Assembly.GetType("System.Runtime.CompilerServices.CallSiteOps")?.GetMethod("SetNotMatched");

    /// <summary>Whether this framework has what is looked for.</summary>
    public static bool IsAvailable => s_setNotMatched is not null && RulesOf(typeof(CallSite<Action<CallSite>>)) is not null;

    /// <summary>Forgets. A rule that another thread adds at this moment may stay.</summary>
    public static void Forget(CallSite? site)
    {
        if (s_setNotMatched is null || site?.GetType() is not { IsGenericType: true } type
            || RulesOf(type) is not { } rules || rules.GetValue(site) is null)
        {
            return;
        }

        // A thread that has found its rule moves it to the front, by its index and in the array that it reads then (CallSite.MoveRule):
        // there must always be an array, and it must not be shorter than the last.
        Type target = type.GenericTypeArguments[0];
        Array none = Array.CreateInstance(target, MaxRules);
        Delegate rule = MakeRule(type, target);
        for (int i = 0; i < MaxRules; i++)
        {
            none.SetValue(rule, i);
        }

        rules.SetValue(site, none);
        type.GetField("Target", AnyInstance)?.SetValue(site, type.GetProperty("Update", AnyInstance)?.GetValue(site));
    }

    private static FieldInfo? RulesOf(Type siteType) => siteType.GetField("Rules", AnyInstance);

    // A rule that matches nothing. Its end is that of each rule that the DLR compiles (CallSiteBinder.Stitch).
    private static Delegate MakeRule(Type siteType, Type target)
    {
        MethodInfo invoke = target.GetMethod("Invoke")!;
        ParameterExpression[] parameters = [.. invoke.GetParameters().Select(p => Expression.Parameter(p.ParameterType))];
        Expression update = Expression.Invoke(Expression.Property(Expression.Convert(parameters[0], siteType), "Update"), parameters);
        Expression isTried = Expression.Call(s_setNotMatched!, parameters[0]);
        return Expression.Lambda(target, Expression.Condition(isTried, Expression.Default(invoke.ReturnType), update), parameters).Compile(preferInterpretation: true);
    }
}
