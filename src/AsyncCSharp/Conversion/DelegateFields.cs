using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>
/// The fields of an object in which PowerShell code may have put a delegate: public ones, and those behind public properties, which are read
/// without calling code of the class.
/// </summary>
internal static class DelegateFields
{
    // The types' own: an entry goes with its type.
    private static readonly ConditionalWeakTable<Type, FieldInfo[]> s_fields = [];

    /// <summary>The fields of objects of a class; none for what is no class of a user.</summary>
    public static FieldInfo[] Of(Type type) => s_fields.GetValue(type, Find);

    private static FieldInfo[] Find(Type type)
    {
        if (!type.IsClass || typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        bool isShells = ShellEnums.IsDeclared(type);
        List<FieldInfo> found = [];
        for (Type? declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            found.AddRange(declaring
                .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(f => !f.IsInitOnly && (f.IsPublic || IsBehindProperty(f)) && (typeof(Delegate).IsAssignableFrom(f.FieldType) || (isShells && f.FieldType == typeof(object)))));
        }

        return [.. found];
    }

    private static bool IsBehindProperty(FieldInfo field) =>
        field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal)
        && field.DeclaringType!.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            is { CanWrite: true };
}
