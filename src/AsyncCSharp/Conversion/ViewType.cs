using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>What the views of objects of one type have in common: the names of their type, and conversions to it.</summary>
internal sealed class ViewType
{
    /// <summary>The name by which the module's types file knows tuples with names.</summary>
    public const string NamedTuple = "AsyncCSharp.NamedTuple";

    // The types' own: an entry goes with its type.
    private static readonly ConditionalWeakTable<Type, ViewType> s_types = [];

    private ViewType(Type type)
    {
        bool isTuple = typeof(ITuple).IsAssignableFrom(type);
        string[] own = ["System.Management.Automation.PSCustomObject", "System.Object"];
        Names = isTuple ? [type.ToString(), NamedTuple, .. own] : [type.ToString(), .. own];
        Shared = ViewInternals.Share(Names);
        if (isTuple)
        {
            ViewConversions.AddTuple(type);
        }
        else
        {
            ViewConversions.AddKeyed(type);
        }
    }

    /// <summary>The names.</summary>
    public string[] Names { get; }

    /// <summary>The names, as PowerShell lets objects share them; null where it does not.</summary>
    public Collection<string>? Shared { get; }

    /// <summary>That of a type.</summary>
    public static ViewType Of(Type type) => s_types.GetValue(type, static t => new ViewType(t));
}
