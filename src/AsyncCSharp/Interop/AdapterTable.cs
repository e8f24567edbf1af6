using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// What a runspace has for types that are not to be seen as what they are. PowerShell has a public way to add an adapter, which looks for the type by
/// its name, in all assemblies and without regard to case: for that the runtime makes another table of all names of each. What it
/// does with the type has no public name.
/// </summary>
internal static class AdapterTable
{
    private static readonly FieldInfo? s_adapters = typeof(TypeTable).GetField("_typeAdapters", BindingFlags.Instance | BindingFlags.NonPublic);
    private static readonly MethodInfo? s_make = typeof(PSObject).GetMethod("CreateThirdPartyAdapterSet", BindingFlags.Static | BindingFlags.NonPublic, [typeof(Type), typeof(PSPropertyAdapter)]);

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_make is not null && typeof(IDictionary).IsAssignableFrom(s_adapters?.FieldType);

    /// <summary>Adds one for a type. The runspace's own thread.</summary>
    /// <returns>Whether that could be done. It cannot where the type has one already.</returns>
    public static bool TryAdd(TypeTable types, Type adapted, PSPropertyAdapter adapter)
    {
        if (!IsAvailable || s_adapters!.GetValue(types) is not IDictionary adapters || adapters.Contains(adapted.FullName!))
        {
            return false;
        }

        adapters[adapted.FullName!] = s_make!.Invoke(null, [adapted, adapter]);
        return true;
    }
}
