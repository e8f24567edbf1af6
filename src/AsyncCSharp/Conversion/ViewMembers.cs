using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>What scripts that use a view or a collection of tuples are compiled to call: see <see cref="OwnMetaObject"/>.</summary>
internal static class ViewMembers
{
    private static readonly HashSet<string> s_shells = new(StringComparer.OrdinalIgnoreCase) { "Where", "PSWhere", "ForEach", "PSForEach" };

    /// <summary>What it stands for.</summary>
    public static object OriginalOf(object view) => ObjectView.TargetOf(view)!;

    /// <summary>Whether it is equal to something.</summary>
    public static bool AreEqual(object view, object? other) => view.Equals(other);

    /// <summary>Its hash code.</summary>
    public static int HashOf(object view) => view.GetHashCode();

    /// <summary>Whether it has a member of that name itself.</summary>
    public static bool HasMember(object view, string name) => ((PSObject)view).Members[name] is not null;

    /// <summary>Whether a method of that name is one of what it stands for, and not its own.</summary>
    public static bool IsOfOriginal(object view, string name) =>
        !IsOfShell(name)
        && (view is PropertiesView || ((PSObject)view).Methods[name] is null)
        && OriginalOf(view).GetType().GetMember(name, MemberTypes.Method, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase).Length > 0;

    /// <summary>Whether a method is PowerShell's, of every object.</summary>
    public static bool IsOfShell(string name) => s_shells.Contains(name);

    /// <summary>The items of a collection of tuples, with their names.</summary>
    public static object ItemsOf(object collection) => ((NamedCollection)collection).Items;

    /// <summary>The same, one by one.</summary>
    public static IEnumerator Enumerate(object collection) => ((NamedCollection)collection).Items.GetEnumerator();

    /// <summary>What was found in an object that knows the names of tuples.</summary>
    public static object? Named(object value, object? found) => ((NamedObject)value).Named(found);

    /// <summary>The key that something in brackets is; null where it is none.</summary>
    public static string? KeyOf(object? index) => index as string ?? (index as PSObject)?.BaseObject as string;

    /// <summary>The value of a key; null where there is none.</summary>
    public static object? Get(object view, object key) => ((KeyedView)view).GetValue(KeyOf(key)!);

    /// <summary>Sets the value of a key, which need not be there, and gives it.</summary>
    public static object? Set(object view, object key, object? value)
    {
        ((KeyedView)view).SetValue(KeyOf(key)!, value);
        return value;
    }
}
