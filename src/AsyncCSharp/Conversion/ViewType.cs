using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>What the views of objects of one type have in common: the names of their type, and conversions to it.</summary>
internal sealed class ViewType
{
    /// <summary>The name by which PowerShell is told of views whose text is that of what they stand for.</summary>
    public const string WithText = "AsyncCSharp.ObjectView";

    private static readonly string[] s_own = ["System.Management.Automation.PSCustomObject", "System.Object"];

    // The types' own: an entry goes with its type.
    private static readonly ConditionalWeakTable<Type, ViewType> s_types = [];

    private ViewType(Type type)
    {
        if (ValueKinds.Of(type).Holding is not null || TupleNames.IsAnonymous(type))
        {
            Names = [.. Ancestors(type), WithText, .. s_own];
            Shared = ViewInternals.Share(Names);
            ViewConversions.AddProperties(type);
            return;
        }

        bool isTuple = typeof(ITuple).IsAssignableFrom(type);
        Names = isTuple ? [type.ToString(), WithText, .. s_own] : [type.ToString(), .. s_own];
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

    private static IEnumerable<string> Ancestors(Type type)
    {
        for (Type? part = type; part is not null && part != typeof(object); part = part.BaseType)
        {
            yield return part.ToString();
        }
    }

    /// <summary>That of a type.</summary>
    public static ViewType Of(Type type) => s_types.GetValue(type, static t => new ViewType(t));
}
