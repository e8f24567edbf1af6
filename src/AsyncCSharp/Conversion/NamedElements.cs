using System.Runtime.CompilerServices;

namespace AsyncCSharp.Conversion;

/// <summary>
/// The tuples with names that were in a collection of PowerShell's, where a cell has the bare tuples: by these, so that each is in its place
/// again when PowerShell code runs. Filled once, and then read on the pipeline thread.
/// </summary>
internal sealed class NamedElements
{
    // An entry goes with its collection.
    private static readonly ConditionalWeakTable<object, NamedElements> s_kept = [];
    private static volatile bool s_anyKept;

    private readonly Dictionary<object, TupleView> _views = new(ReferenceEqualityComparer.Instance);
    private TupleNames? _names;
    private Type? _type;
    private bool _differ;

    /// <summary>The names of the tuples, if they are the same for all; else null.</summary>
    public TupleNames? Names => _differ ? null : _names;

    /// <summary>Keeps those of a collection, in the place of others that were kept before.</summary>
    public static void Keep(object collection, NamedElements elements)
    {
        s_kept.AddOrUpdate(collection, elements);
        s_anyKept = true;
    }

    /// <summary>Those of a collection, or null.</summary>
    public static NamedElements? Of(object? collection) =>
        s_anyKept && collection is not null && s_kept.TryGetValue(collection, out NamedElements? elements) ? elements : null;

    /// <summary>Adds one.</summary>
    public void Add(object tuple, TupleView view, TupleNames names)
    {
        _views[tuple] = view;
        _type ??= tuple.GetType();
        _names ??= names;
        _differ |= names != _names && names.ToString() != _names.ToString();
    }

    /// <summary>What PowerShell has in the place of an element; null for the element itself. What C# has put there has the names of the first.</summary>
    public object? ViewOf(object? element) =>
        element is null ? null
        : _views.TryGetValue(element, out TupleView? view) ? view
        : element.GetType() == _type ? _names!.Apply(element)
        : null;
}
