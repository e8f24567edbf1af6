using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>What PowerShell takes the objects of a pipeline for, by their command. Best effort by reflection: where a version has no such method, nothing is known.</summary>
internal static class TypeInference
{
    private static readonly Func<Ast, IList<PSTypeName>>? s_infer = typeof(PSObject).Assembly
        .GetType("System.Management.Automation.AstTypeInference")?
        .GetMethod("InferTypeOf", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static, [typeof(Ast)])?
        .CreateDelegate<Func<Ast, IList<PSTypeName>>>();

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_infer is not null;

    /// <summary>The type of the objects that an element of a pipeline gives; null where it is not known.</summary>
    public static Type? OutputOf(CommandBaseAst element)
    {
        try
        {
            Type[] named = [.. (s_infer?.Invoke(element) ?? []).Select(static t => t.Type).OfType<Type>()];

            // A command that may give anything names the types of special cases beside that.
            Type[] types = named.Contains(typeof(object)) ? [] : [.. named.Select(static t => t.IsArray ? t.GetElementType()! : t).Where(IsTelling).Distinct()];
            string noun = (element as CommandAst)?.GetCommandName() is { } name ? name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..] : string.Empty;
            return types.Length < 2 ? types.FirstOrDefault() : Array.Find(types, t => t.Name == noun) ?? Common(types);
        }
        catch (Exception e) when (e is RuntimeException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    private static bool IsTelling(Type type) => type != typeof(object) && type != typeof(PSObject) && type != typeof(void) && !typeof(PSObject).IsAssignableFrom(type);

    private static Type? Common(Type[] types)
    {
        Type? common = types[0];
        while (common is not null && !Array.TrueForAll(types, t => common.IsAssignableFrom(t)))
        {
            common = common.BaseType;
        }

        return common == typeof(object) || common == typeof(ValueType) ? null : common;
    }
}
