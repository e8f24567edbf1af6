using System.Collections.ObjectModel;
using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>A list of <see cref="PSObject"/>s of PowerShell's, as what <see cref="CellShell.Invoke"/> gives. It is no copy.</summary>
internal sealed class ShellObjects(IList<PSObject> list) : ShellOutput(list), IStandIn
{
    public object Original => Items;

    /// <summary>
    /// What goes to a cell in the place of a value: of what methods like <c>Where</c> give, which can hold nothing but wrappers, a list of the same
    /// kind; any other value itself. Other lists of wrappers have a type that nothing else could take the place of.
    /// </summary>
    public static object? InPlaceOf(object? value) => value?.GetType() == typeof(Collection<PSObject>) ? new ShellObjects((Collection<PSObject>)value) : value;

    /// <summary>The view of a value; null of one that is no such list.</summary>
    public static ShellObjects? Of(object? value) => value is PSObject[] or List<PSObject> || value?.GetType() == typeof(Collection<PSObject>)
        ? new ShellObjects((IList<PSObject>)value)
        : null;
}
