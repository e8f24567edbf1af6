using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>
/// Conversions between views and what they stand for, in PowerShell's own table of conversions: casts, typed parameters and comparisons
/// look there, and to no converter that a custom object could bring. Without such a table there are none.
/// </summary>
internal static class ViewConversions
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    // PowerShell's way into its table.
    private static readonly MethodInfo? s_add = Find();

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_add is not null;

    /// <summary>Adds those of a type of tuples, both ways.</summary>
    public static void AddTuple(Type type)
    {
        Add(typeof(TupleView), type, nameof(ToOriginal));
        Add(type, typeof(TupleView), nameof(ToView));
    }

    /// <summary>Adds those to a type whose objects have values with views in their properties, to what it derives from, and to its own interfaces.</summary>
    public static void AddProperties(Type type) => AddParts(typeof(PropertiesView), type, i => i.Assembly == type.Assembly);

    /// <summary>Adds those to a type of dictionaries that PowerShell knows for such, in which values have views.</summary>
    public static void AddEntries(Type type) => AddParts(typeof(EntriesView), type, static i => i.IsGenericType && i.Name.Contains("Dictionary", StringComparison.Ordinal));

    /// <summary>Adds those to a type of dictionaries, to what it derives from, and to the interfaces that make it one.</summary>
    public static void AddKeyed(Type type) => AddParts(typeof(KeyedView), type, DictionaryView.IsMeant);

    private static void AddParts(Type view, Type type, Func<Type, bool> isMeant)
    {
        for (Type? part = type; part is not null && part != typeof(object) && part != typeof(ValueType); part = part.BaseType)
        {
            Add(view, part, nameof(ToOriginal));
        }

        foreach (Type part in type.GetInterfaces().Where(isMeant))
        {
            Add(view, part, nameof(ToOriginal));
        }
    }

    private static void Add(Type from, Type to, string converter)
    {
        if (s_add?.GetParameters() is [_, _, { ParameterType: var kind }, { ParameterType: var rank }])
        {
            _ = s_add.Invoke(null, [from, to, Delegate.CreateDelegate(kind, Method(converter)), Enum.Parse(rank, "ImplicitCast")]);
        }
    }

    private static MethodInfo? Find()
    {
        Type primitives = typeof(LanguagePrimitives);
        MethodInfo? method = primitives.GetMethod("CacheConversion", AnyStatic);
        if (method is not { IsGenericMethodDefinition: true } || method.GetGenericArguments().Length != 1)
        {
            return null;
        }

        method = method.MakeGenericMethod(typeof(object));
        return method.GetParameters() is [{ ParameterType: var from }, { ParameterType: var to }, { ParameterType: var converter }, { ParameterType: { IsEnum: true } rank }]
            && from == typeof(Type) && to == typeof(Type) && Enum.IsDefined(rank, "ImplicitCast")
            && converter.GetMethod("Invoke")?.GetParameters().Select(p => p.ParameterType).ToArray() is [var value, var type, var recurses, var original, var provider, { IsValueType: false }]
            && value == typeof(object) && type == typeof(Type) && recurses == typeof(bool) && original == typeof(PSObject) && provider == typeof(IFormatProvider)
            ? method
            : null;
    }

    private static MethodInfo Method(string name) => typeof(ViewConversions).GetMethod(name, AnyStatic)!;

    private static object ToOriginal(object value, Type type, bool recurses, PSObject original, IFormatProvider provider, object types) =>
        (ObjectView.TargetOf(value) ?? (value as IView)?.Original) is var target && type.IsInstanceOfType(target) ? target! : LanguagePrimitives.ConvertTo(target, type, provider);

    // For comparisons: PowerShell compares with what can be converted.
    private static TupleView ToView(object value, Type type, bool recurses, PSObject original, IFormatProvider provider, object types) =>
        new TupleShape(((ITuple)value).Length).View((ITuple)value);
}
