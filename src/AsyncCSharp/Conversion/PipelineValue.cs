using System.Collections;
using System.Management.Automation;

namespace AsyncCSharp.Conversion;

/// <summary>
/// Objects on their way from C# to PowerShell. Most go as they are; what implements only the generic interface of dictionaries
/// is an object with properties, JSON is what PowerShell has for it, and tuples have the names that they have in C#. See docs/design/values.md.
/// </summary>
internal static class PipelineValue
{
    private const int MaximumDepth = 8;

    /// <summary>The object that is written for one of C#.</summary>
    public static object? Of(object? value)
    {
        if (ValueKinds.IsPlain(value))
        {
            return value;
        }

        ValueKinds kinds = ValueKinds.Of(value!.GetType());
        if (kinds.View is { } view)
        {
            return view(value);
        }

        if (kinds.Holding is { } holding && holding.Holds(value, 0))
        {
            return holding.View(value);
        }

        return kinds.NamedMembers is { } named ? named.Attach(value)
            : value is Delegate { HasSingleTarget: true } function && CompiledDelegate.Constant<IScriptDelegate>(function)?.Inner is { } own ? own
            : ShellEnums.Release(value);
    }

    /// <summary>A cell's value, as its call wants it: with the names of its tuples, and JSON arrays as something that can be taken apart.</summary>
    /// <param name="value">The value.</param>
    /// <param name="names">The names of the tuples in it, or null.</param>
    /// <param name="awaits">Whether tasks are awaited and streams read.</param>
    /// <param name="whole">Whether it is written whole.</param>
    public static object? OfCell(object? value, TupleNames? names, bool awaits, bool whole)
    {
        if (ValueKinds.IsPlain(value))
        {
            return value;
        }

        if (!whole && JsonView.ItemsOf(value) is { } items)
        {
            return items;
        }

        if (names is null)
        {
            return value;
        }

        if (!awaits && (Awaitable.Is(value) || ValueKinds.StreamTypeOf(value) is not null))
        {
            names.Follow(value!);
            return value;
        }

        // Whole, a collection is what it is to C#.
        return whole && names.Items is { } parts && value is not IDictionary && ValueKinds.Of(value!.GetType()) is { IsCollection: true, View: null }
            ? new NamedCollection(value, parts)
            : names.Apply(value);
    }

    /// <summary>The value of a variable of C#'s, with the names of its tuples.</summary>
    public static object? OfVariable(object? value, TupleNames? names) =>
        names is not null ? OfCell(ShellEnums.Release(value), names, awaits: false, whole: true)
        : !ValueKinds.IsPlain(value) && ValueKinds.Of(value!.GetType()).NamedMembers is { } named ? named.Attach(value)
        : ShellEnums.Release(value);

    /// <summary>Writes a value, or its items.</summary>
    /// <param name="cmdlet">Where to.</param>
    /// <param name="value">The value.</param>
    /// <param name="enumerate">Whether its items are written.</param>
    /// <param name="given">Counts them; null for nobody.</param>
    public static void Write(Cmdlet cmdlet, object? value, bool enumerate, GivenValues? given = null)
    {
        if (!enumerate)
        {
            given?.Add(value);
            cmdlet.WriteObject(Of(value), enumerateCollection: false);
        }
        else if (MayHoldViews(value))
        {
            foreach (object? item in (IEnumerable)value!)
            {
                given?.Add(item);
                cmdlet.WriteObject(Of(item), enumerateCollection: false);
            }
        }
        else
        {
            cmdlet.WriteObject(given is null ? value : given.AddItems(value), enumerateCollection: true);
        }
    }

    /// <summary>An object that PowerShell is given whole, as a variable or an argument: a collection is live, with views of what is in it.</summary>
    public static object? Whole(object? value)
    {
        value = Of(value);
        return !ValueKinds.IsPlain(value) && ValueKinds.Of(value!.GetType()) is { IsCollection: true } kinds && HoldsViews(value, 0) ? kinds.Items(value, null) : value;
    }

    /// <summary>
    /// What a property of a view shows. A collection of things that have views has a view, too: what is in it cannot be found there
    /// by anything that comes later. Collections that are made as they are read stay that.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="names">The names of the tuples in it, or null.</param>
    public static object? Within(object? value, TupleNames? names)
    {
        if (ValueKinds.IsPlain(value))
        {
            return value;
        }

        if (names is not null)
        {
            return names.Apply(value);
        }

        value = Of(value);
        if (!MayHoldViews(value))
        {
            return value;
        }

        ValueKinds kinds = ValueKinds.Of(value!.GetType());
        return !kinds.IsCollection ? new LazyItems((IEnumerable)value, null)
            : HoldsViews(value, 0) ? kinds.Items(value, null)
            : value;
    }

    /// <summary>Whether an object within another one has a view.</summary>
    /// <param name="value">The object.</param>
    /// <param name="depth">How deep it is in others.</param>
    public static bool IsSeenByView(object? value, int depth) => HasView(value, depth) || HoldsViews(value, depth);

    /// <summary>Whether the items of a collection may have views.</summary>
    private static bool MayHoldViews(object? value) =>
        !ValueKinds.IsPlain(value) && value is IEnumerable and not IView && ValueKinds.Of(value.GetType()) is { IsTakenApart: true, ItemsMayHaveViews: true };

    // A collection may be in itself.
    private static bool HoldsViews(object? value, int depth) =>
        depth < MaximumDepth && MayHoldViews(value) && ValueKinds.Of(value!.GetType()) is var kinds
        && (!kinds.IsCollection || kinds.ItemsHaveViews || ((IEnumerable)value).Cast<object?>().Any(item => IsSeenByView(item, depth + 1)));

    private static bool HasView(object? item, int depth) =>
        !ValueKinds.IsPlain(item) && ValueKinds.Of(item!.GetType()) is var kinds
        && (kinds.View is not null || (depth < MaximumDepth && kinds.Holding is { } holding && holding.Holds(item, depth)));
}
