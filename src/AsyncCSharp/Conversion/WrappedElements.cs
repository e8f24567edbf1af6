using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;

namespace AsyncCSharp.Conversion;

/// <summary>
/// Takes PowerShell's wrappers out of the collections that a cell is given. Nobody sees them in PowerShell, where an array of what a
/// cmdlet wrote consists of <see cref="PSObject"/>s; in C# each cast of such an element fails.
/// </summary>
/// <remarks>
/// It is done in place, in the very collection: a copy would no longer be the user's list, and what one side adds, the other would not
/// see. For PowerShell an object is the same with and without its wrapper: members that were added to it belong to the object. Only on
/// text and numbers they belong to the wrapper, which therefore stays, unless it just says where its object came from. An element is
/// replaced only if it is still the one that was looked at, and nobody who is enumerating the collection is disturbed. What is made
/// element by element when it is asked for (LINQ, enumerators) is not touched.
/// </remarks>
internal sealed class WrappedElements
{
    private readonly Stack<object> _open = new();

    // A collection may be in itself.
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    // Gives what is to be in the place of an element.
    private readonly Func<object?, object?> _change;

    private WrappedEntries? _entries;
    private int _count;

    private WrappedElements(Func<object?, object?> change) => _change = change;

    /// <summary>Takes the wrappers out of a value, and out of the collections in it.</summary>
    /// <returns>How many elements were looked at.</returns>
    public static int Unwrap(object? value) => Walk(value, PSValue.Unwrap);

    /// <summary>As <see cref="Unwrap(object?)"/>; script blocks that were cast to delegates become delegates that any thread can call.</summary>
    public static void Unwrap(object? value, IDelegateWrapper owner)
    {
        if (ElementKinds.Of(value) != ElementKind.None)
        {
            WalkFor(value, owner);
        }
    }

    /// <summary>The way back, for values of enumerations that PowerShell code has declared.</summary>
    /// <returns>How many elements were looked at.</returns>
    public static int Release(object? value) => Walk(value, ShellEnums.ToShell);

    /// <summary>The way back, also for tuples, which get the names again that they had.</summary>
    /// <returns>How many elements were looked at.</returns>
    public static int Release(object? value, NamedElements named) => Walk(value, element => named.ViewOf(element) ?? ShellEnums.ToShell(element));

    // A method of its own, since a closure is made at the beginning of the method that has it.
    private static void WalkFor(object? value, IDelegateWrapper owner)
    {
        NamedElements? named = null;
        _ = Walk(value, element =>
        {
            object? plain = owner.Wrap(PSValue.Unwrap(element));
            if (element is TupleView { Names: { } names } view && plain is not null and not PSObject)
            {
                (named ??= new NamedElements()).Add(plain, view, names);
            }

            return plain;
        });
        if (named is not null)
        {
            NamedElements.Keep(value!, named);
        }
    }

    private static int Walk(object? value, Func<object?, object?> change)
    {
        if (ElementKinds.Of(value) == ElementKind.None)
        {
            return 0;
        }

        WrappedElements walk = new(change);
        walk.Open(value!);
        walk.Run();
        return walk._count;
    }

    private void Open(object collection)
    {
        if (_seen.Add(collection))
        {
            _open.Push(collection);
        }
    }

    private void Run()
    {
        while (_open.TryPop(out object? collection))
        {
            switch (ElementKinds.Of(collection))
            {
                case ElementKind.Array when collection.GetType() == typeof(object[]):
                    UnwrapIn((object?[])collection);
                    break;
                case ElementKind.List when collection is List<object?> list:
                    // A write through the list itself would count as a change, and end an enumeration that is under way.
                    UnwrapIn(CollectionsMarshal.AsSpan(list));
                    break;
                case ElementKind.Array:
                    UnwrapIn((object?[])collection, collection.GetType().GetElementType()!);
                    break;
                case ElementKind.Grid:
                    UnwrapIn((Array)collection);
                    break;
                case ElementKind.List:
                    UnwrapIn((IList)collection);
                    break;
                case ElementKind.Dictionary:
                    UnwrapIn((IDictionary)collection);
                    break;
                case ElementKind.Unordered:
                    UnwrapIn((IEnumerable)collection);
                    break;
                case ElementKind.Group:
                    GroupItems.Unwrap(collection);
                    break;
                case ElementKind.Holder:
                    UnwrapFields(collection);
                    break;
                default:
                    UnwrapIn((PSObject)collection);
                    break;
            }
        }
    }

    // Opens what is a collection itself, and gives what is to be in the place of the element.
    private object? Look(object? element)
    {
        _count++;
        object? plain = ShellObjects.InPlaceOf(_change(element));

        // A view takes the wrappers out of its own content.
        if ((plain is not ObjectView || ReferenceEquals(plain, element)) && ElementKinds.Of(plain) != ElementKind.None)
        {
            Open(plain!);
        }

        return plain;
    }

    private void UnwrapIn(Span<object?> items)
    {
        foreach (ref object? item in items)
        {
            object? element = item;
            object? plain = Look(element);
            if (!ReferenceEquals(plain, element))
            {
                _ = Interlocked.CompareExchange(ref item, plain, element);
            }
        }
    }

    private void UnwrapIn(object?[] items, Type type)
    {
        for (int i = 0; i < items.Length; i++)
        {
            object? element = items[i];
            object? plain = Look(element);
            if (!ReferenceEquals(plain, element) && (plain is null || type.IsInstanceOfType(plain)))
            {
                items[i] = plain;
            }
        }
    }

    private void UnwrapIn(IList list)
    {
        if (list.IsReadOnly && ReadOnlyCollections.Behind(list) is { } inner)
        {
            Open(inner);
            return;
        }

        for (int i = 0; TryGet(list, i, out object? element); i++)
        {
            object? plain = Look(element);
            if (!ReferenceEquals(plain, element) && !list.IsReadOnly && ElementKinds.Takes(list, plain))
            {
                QuietWrite.Set(list, i, plain);
            }
        }
    }

    // Another thread may take elements out meanwhile.
    private static bool TryGet(IList list, int index, out object? element)
    {
        element = null;
        try
        {
            bool isThere = index < list.Count;
            element = isThere ? list[index] : null;
            return isThere;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private void UnwrapIn(IDictionary dictionary)
    {
        if (dictionary.IsReadOnly && ReadOnlyCollections.Behind(dictionary) is { } inner)
        {
            Open(inner);
            return;
        }

        (_entries ??= new WrappedEntries(Look, _change)).UnwrapIn(dictionary);
    }

    private void UnwrapIn(Array grid)
    {
        Type type = grid.GetType().GetElementType()!;
        int[] place = [.. Enumerable.Range(0, grid.Rank).Select(grid.GetLowerBound)];
        foreach (object? element in grid)
        {
            object? plain = Look(element);
            if (!ReferenceEquals(plain, element) && (plain is null || type.IsInstanceOfType(plain)))
            {
                grid.SetValue(plain, place);
            }

            // The last dimension first, as the elements come.
            for (int i = grid.Rank - 1; i >= 0 && ++place[i] > grid.GetUpperBound(i); i--)
            {
                place[i] = grid.GetLowerBound(i);
            }
        }
    }

    private void UnwrapIn(IEnumerable items)
    {
        object?[] before;
        try
        {
            before = [.. items.Cast<object?>()];
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Another thread changes it meanwhile: it stays as it is.
            return;
        }

        object?[] after = [.. before.Select(Look)];
        if (items is not ICollection<object?> { IsReadOnly: true } && before.Zip(after).Any(pair => !ReferenceEquals(pair.First, pair.Second)))
        {
            RuntimeCollection.Fill(items, after);
        }
    }

    private void UnwrapFields(object holder)
    {
        foreach (FieldInfo field in DelegateFields.Of(holder.GetType()))
        {
            object? value = field.GetValue(holder);
            object? plain = Look(value);
            if (!ReferenceEquals(plain, value) && field.FieldType.IsInstanceOfType(plain))
            {
                field.SetValue(holder, plain);
            }
        }
    }

    private void UnwrapIn(PSObject bag)
    {
        if (bag.BaseObject is not PSCustomObject and var inner && ElementKinds.Of(inner) != ElementKind.None)
        {
            Open(inner);
        }

        if (InstanceMembers.Of(bag) is not { } members)
        {
            return;
        }

        foreach (PSMemberInfo member in members)
        {
            if (member is PSNoteProperty { Value: { } value } note && Look(value) is var plain && !ReferenceEquals(plain, value) && note.IsSettable)
            {
                note.Value = plain;
            }
        }
    }
}
