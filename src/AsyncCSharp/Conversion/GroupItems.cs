using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>
/// The objects of a group of <c>Group-Object</c>, which are wrapped in a collection of its own: in its place comes one whose items
/// <c>Cast</c> and <c>OfType</c> see as the objects that are inside.
/// </summary>
internal static class GroupItems
{
    private const string GroupType = "Microsoft.PowerShell.Commands.GroupInfo";
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => Type.GetType(GroupType + ", Microsoft.PowerShell.Commands.Utility") is { } type && FieldOf(type) is not null;

    /// <summary>Whether objects of the type are such groups.</summary>
    public static bool Is(Type type) => GroupOf(type) is not null;

    /// <summary>Replaces the collection. A PowerShell that keeps it elsewhere has it as it is.</summary>
    public static void Unwrap(object group)
    {
        FieldInfo? field = FieldOf(GroupOf(group.GetType())!);
        if (field?.GetValue(group) is Collection<PSObject> items and not ShellOutput)
        {
            field.SetValue(group, new ShellOutput(items));
        }
    }

    private static FieldInfo? FieldOf(Type groupType) => Array.Find(groupType.GetFields(Own), f => f.FieldType == typeof(Collection<PSObject>));

    private static Type? GroupOf(Type? type)
    {
        while (type is not null && type.FullName != GroupType)
        {
            type = type.BaseType;
        }

        return type;
    }
}
