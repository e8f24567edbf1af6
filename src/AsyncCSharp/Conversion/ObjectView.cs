using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace AsyncCSharp;

/// <summary>
/// Objects of PowerShell that stand for objects of C# which PowerShell would take apart, or whose names only the compiler knows:
/// custom objects, as every command knows them, with properties that are live.
/// </summary>
internal static class ObjectView
{
    // The views' own: an entry goes with its view.
    private static readonly ConditionalWeakTable<PSObject, Original> s_originals = [];

    // What every object has, so that no property can be called that.
    private static readonly HashSet<string> s_reserved =
        new(StringComparer.OrdinalIgnoreCase) { "PSBase", "PSAdapted", "PSExtended", "PSObject", "PSTypeNames", "PSStandardMembers" };

    /// <summary>Makes one; null where there is a name that a property cannot have, or two that PowerShell does not tell apart.</summary>
    /// <param name="original">What it stands for.</param>
    /// <param name="properties">Its properties, the hidden ones last: of these one is left out whose name is taken.</param>
    public static PSObject? TryMake(object original, IEnumerable<ViewProperty> properties)
    {
        PSObject view = new();
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (ViewProperty property in properties)
        {
            bool isFree = names.Add(property.Name);
            if (!isFree && property.IsHidden)
            {
                continue;
            }

            if (!isFree || s_reserved.Contains(property.Name))
            {
                return null;
            }

            view.Properties.Add(property, preValidated: true);
        }

        view.TypeNames.Insert(0, original.GetType().ToString());
        s_originals.Add(view, new Original(original, view.Properties.Count()));
        return view;
    }

    /// <summary>What the object stands for; null where it is no view, or carries members that somebody added.</summary>
    public static object? OriginalOf(PSObject view) =>
        s_originals.TryGetValue(view, out Original? original) && view.Properties.Count() == original.Properties ? original.Value : null;

    private sealed record Original(object Value, int Properties);
}
