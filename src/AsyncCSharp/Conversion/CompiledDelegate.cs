using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>Looks into delegates that were compiled from expressions, as PowerShell makes them of script blocks.</summary>
internal static class CompiledDelegate
{
    /// <summary>The script block that it calls, or null.</summary>
    public static ScriptBlock? ScriptOf(Delegate function) => Constant<ScriptBlock>(function);

    /// <summary>The constant of that type in its expression, or null.</summary>
    // Such a delegate is compiled from an expression; what it captures is in a class that no reference assembly has.
    public static T? Constant<T>(Delegate function)
        where T : class =>
        function.Target is { } closure && closure.GetType() is { FullName: "System.Runtime.CompilerServices.Closure" } type
            ? (type.GetField("Constants")?.GetValue(closure) as object[])?.OfType<T>().FirstOrDefault()
            : null;
}
