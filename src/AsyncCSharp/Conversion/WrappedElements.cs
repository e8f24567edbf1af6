using System.Collections;
using System.Management.Automation;
using System.Runtime.InteropServices;

namespace AsyncCSharp;

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

    private WrappedElements()
    {
    }

    /// <summary>Does so for a value, and what is inside of it.</summary>
    public static void Unwrap(object? value)
    {
        if (ElementKinds.Of(value) != ElementKind.None)
        {
            WrappedElements walk = new();
            walk.Open(value!);
            walk.Run();
        }
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
                    // The list itself would say that it has changed.
                    UnwrapIn(CollectionsMarshal.AsSpan(list));
                    break;
                case ElementKind.Array:
                    UnwrapIn((object?[])collection, collection.GetType().GetElementType()!);
                    break;
                case ElementKind.List:
                    UnwrapIn((IList)collection);
                    break;
                case ElementKind.Dictionary:
                    UnwrapIn((IDictionary)collection);
                    break;
                case ElementKind.Unordered:
                    UnwrapIn((ICollection<object?>)collection);
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
        object? plain = PSValue.Unwrap(element);
        if (ElementKinds.Of(plain) != ElementKind.None)
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
            if (!ReferenceEquals(plain, element) && type.IsInstanceOfType(plain))
            {
                items[i] = plain;
            }
        }
    }

    private void UnwrapIn(IList list)
    {
        for (int i = 0; i < list.Count; i++)
        {
            object? element = list[i];
            object? plain = Look(element);
            if (!ReferenceEquals(plain, element) && !list.IsReadOnly && list is ArrayList or IList<object?>)
            {
                QuietWrite.Set(list, i, plain);
            }
        }
    }

    private void UnwrapIn(IDictionary dictionary)
    {
        if (!dictionary.IsSynchronized)
        {
            UnwrapValues(dictionary);
            return;
        }

        // As any of its users would.
        lock (dictionary.SyncRoot)
        {
            UnwrapValues(dictionary);
        }
    }

    private void UnwrapValues(IDictionary dictionary)
    {
        List<DictionaryEntry>? wrapped = null;
        try
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                object? plain = Look(entry.Value);
                if (!ReferenceEquals(plain, entry.Value))
                {
                    (wrapped ??= []).Add(new DictionaryEntry(entry.Key, plain));
                }
            }
        }
        catch (InvalidOperationException)
        {
            // Another thread changes it meanwhile: what could be seen of it will do.
        }

        if (wrapped is not null && !dictionary.IsReadOnly && ElementKinds.TakesAny(dictionary))
        {
            QuietWrite.Set(dictionary, wrapped);
        }
    }

    private void UnwrapIn(ICollection<object?> items)
    {
        object?[] before = [.. items];
        object?[] after = [.. before.Select(Look)];
        if (items.IsReadOnly || !before.Zip(after).Any(pair => !ReferenceEquals(pair.First, pair.Second)))
        {
            return;
        }

        items.Clear();
        foreach (object? item in after)
        {
            items.Add(item);
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
