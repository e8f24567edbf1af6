using System.Management.Automation;
using System.Runtime.CompilerServices;
using AsyncCSharp.Engine.Naming;

namespace AsyncCSharp.Engine.Variables;

/// <summary>How a value that comes from PowerShell becomes a typed variable.</summary>
internal static class VariableDeclaration
{
    private const string Dynamic = "dynamic";

    private static readonly IReadOnlyList<string> s_ofNull = ["object"];
    private static readonly IReadOnlyList<string> s_ofAny = [Dynamic];
    private static readonly IReadOnlyList<string> s_ofBags = [Dynamic + "[]", Dynamic];

    private static readonly IReadOnlyList<string> s_ofLists = ["global::System.Collections.Generic.IList<dynamic>", Dynamic];
    private static readonly IReadOnlyList<string> s_ofSequences = ["global::System.Collections.Generic.IEnumerable<dynamic>", Dynamic];

    // Asked for at every call with a variable. Kept for as long as the type itself is there.
    private static readonly ConditionalWeakTable<Type, IReadOnlyList<string>> s_names = [];

    /// <summary>The types to try, most exact first. The last one fits always.</summary>
    public static IReadOnlyList<string> TypesFor(object? value) => value switch
    {
        null => s_ofNull,

        // Property bags, wrapped and dynamic objects have their members at run time only.
        _ when InputTypes.IsDynamic(value) => s_ofAny,
        ObjectList => s_ofLists,
        ObjectItems => s_ofSequences,
        object?[] { Length: > 0 } array when array.GetType() == typeof(object[]) && Array.TrueForAll(array, static item => item is PSObject) => s_ofBags,
        _ when TupleNames.KeptOf(value) is { } tuples && TupleTypeNames.Of(value.GetType(), tuples) is { } name => [name, .. s_names.GetValue(value.GetType(), NamesFor)],
        _ => s_names.GetValue(value.GetType(), static type => NamesFor(type)),
    };

    /// <summary>Whether a variable that was declared for a value is what would be declared for another one.</summary>
    public static bool IsMeantFor(ScriptVariable variable, object? value)
    {
        // With the same type it would be declared the same way, also where the type's name was not to be had.
        if (value is null || variable.Value?.GetType() == value.GetType())
        {
            return true;
        }

        return !InputTypes.IsDynamic(value) && TypeFor(value.GetType()) is { } type ? variable.Type == type : variable.IsDynamic;
    }

    /// <summary>The cell that declares it.</summary>
    public static string Code(string name, string type) => $"{type} @{name};";

    /// <summary>A declaration that no cell can use.</summary>
    public static string RemovalCode(string name, string message) => $"[global::System.Obsolete(\"{message}\", true)] object @{name};";

    /// <summary>Whether a variable of the type can hold the value.</summary>
    public static bool Fits(Type type, object? value) =>
        value is null ? !type.IsValueType || Nullable.GetUnderlyingType(type) is not null : type.IsInstanceOfType(value);

    private static IReadOnlyList<string> NamesFor(Type type)
    {
        if (TypeFor(type) is not { } named)
        {
            return s_ofAny;
        }

        // Lambdas over the items are allowed in an array of something dynamic, which they are not over something dynamic.
        string name = TypeNames.InCSharp(named)!;
        return typeof(object[]).IsAssignableFrom(type) ? [name, .. s_ofBags] : [name, Dynamic];
    }

    // The type, or the nearest base that C# can name; null where that says nothing.
    private static Type? TypeFor(Type type)
    {
        for (Type? named = type; named is not null && named != typeof(object) && named != typeof(ValueType); named = named.BaseType)
        {
            if (TypeNames.InCSharp(named) is not null)
            {
                return named;
            }
        }

        return null;
    }
}
