using System.Collections;
using System.Management.Automation;

namespace AsyncCSharp;

/// <summary>
/// Objects on their way from C# to PowerShell. Most go as they are; what implements only the generic interface of dictionaries
/// is an object with properties, JSON is what PowerShell has for it, and tuples have the names that they have in C#.
/// </summary>
internal static class PipelineValue
{
    /// <summary>The object that is written for one of C#.</summary>
    public static object? Of(object? value)
    {
        if (ValueKinds.IsPlain(value))
        {
            return value;
        }

        if (ValueKinds.Of(value!.GetType()).View is { } view)
        {
            return view(value);
        }

        return ShellEnums.Release(value);
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

        if (!awaits && (Awaitable.Is(value) || AsyncStream.InterfaceOf(value) is not null))
        {
            names.Follow(value!);
            return value;
        }

        value = names.Apply(value);
        return whole && value is NamedItems named ? named.Whole() : value;
    }

    /// <summary>Writes a value, or its items.</summary>
    public static void Write(Cmdlet cmdlet, object? value, bool enumerate)
    {
        if (!enumerate)
        {
            cmdlet.WriteObject(Of(value), enumerateCollection: false);
        }
        else if (MayHoldViews(value))
        {
            foreach (object? item in (IEnumerable)value!)
            {
                cmdlet.WriteObject(Of(item), enumerateCollection: false);
            }
        }
        else
        {
            cmdlet.WriteObject(value, enumerateCollection: true);
        }
    }

    /// <summary>
    /// What a property of a view shows. A collection of things that have views is one of views: what is in it cannot be found there
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
            value = names.Apply(value);
            return value is NamedItems named ? named.Whole() : value;
        }

        value = Of(value);
        return !MayHoldViews(value) ? value : ValueKinds.Of(value!.GetType()).IsCollection ? Listed((IEnumerable)value) : Mapped((IEnumerable)value);
    }

    /// <summary>Whether the items of a collection may have views.</summary>
    private static bool MayHoldViews(object? value) =>
        !ValueKinds.IsPlain(value) && value is IEnumerable && ValueKinds.Of(value.GetType()) is { IsTakenApart: true, ItemsMayHaveViews: true };

    // The collection itself where nothing in it has a view.
    private static object Listed(IEnumerable items)
    {
        List<object?> listed = [];
        bool differs = false;
        foreach (object? item in items)
        {
            object? view = Within(item, null);
            differs |= !ReferenceEquals(view, item);
            listed.Add(view);
        }

        return differs ? listed.ToArray() : items;
    }

    private static IEnumerable<object?> Mapped(IEnumerable items)
    {
        foreach (object? item in items)
        {
            yield return Within(item, null);
        }
    }
}
