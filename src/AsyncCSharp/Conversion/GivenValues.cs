using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Numerics;
using System.Text;

namespace AsyncCSharp.Conversion;

/// <summary>
/// What a call has written, for the history: how many objects, and the first of them. Plain values are kept; of anything else it is only known
/// where it is, so that nothing is kept alive, and no type of a session either. Owned by the call's output, which adds on the pipeline thread; any
/// thread reads.
/// </summary>
internal sealed class GivenValues
{
    /// <summary>How many objects are kept.</summary>
    public const int Most = 100;

    /// <summary>How long a text may be that is kept.</summary>
    public const int LongestText = 1_000;

    private const int LongestNumber = 256;
    private const int BytesOfOne = 40;

    // An object stands in its place before it is counted, so that who has read the count finds it there.
    private object?[] _kept = [];
    private long _count;
    private int _bytes;

    /// <summary>How many objects there were.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>About how much memory those take that are kept.</summary>
    public int Bytes => Volatile.Read(ref _bytes);

    /// <summary>An object is written. Each object of a pipeline comes by here.</summary>
    public void Add(object? value)
    {
        if (value == AutomationNull.Value)
        {
            return;
        }

        long count = _count;
        if (count < Most)
        {
            Keep((int)count, value);
        }

        Volatile.Write(ref _count, count + 1);
    }

    /// <summary>A collection is written item by item. What comes back is to be read in its place: it counts what makes its items as it is read.</summary>
    public object? AddItems(object? value)
    {
        if (value is Array || value?.GetType() == typeof(ArrayList))
        {
            AddAll((ICollection)value);
            return value;
        }

        if (LanguagePrimitives.GetEnumerable(value) is { } items)
        {
            return Follow(items);
        }

        Add(value);
        return value;
    }

    /// <summary>The first of the objects, without those that are gone, as PowerShell has them.</summary>
    public object?[] Read()
    {
        int count = (int)Math.Min(Count, Most);
        object?[] kept = Volatile.Read(ref _kept);
        List<object?> there = new(count);
        for (int i = 0; i < count; i++)
        {
            if (kept[i] is not WeakReference place)
            {
                there.Add(kept[i]);
            }
            else if (place.Target is { } found)
            {
                there.Add(PipelineValue.Of(found));
            }
        }

        return [.. there];
    }

    private void AddAll(ICollection items)
    {
        int seen = 0;
        foreach (object? item in items)
        {
            if (_count >= Most)
            {
                break;
            }

            Add(item);
            seen++;
        }

        Volatile.Write(ref _count, _count + items.Count - seen);
    }

    private IEnumerable<object?> Follow(IEnumerable items)
    {
        foreach (object? item in items)
        {
            Add(item);
            yield return item;
        }
    }

    private void Keep(int place, object? value)
    {
        if (value is PSObject wrapped)
        {
            // PowerShell finds what it has added to an object by the object.
            value = wrapped is not ObjectView && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : wrapped;
        }

        value = value is IStandIn standIn ? standIn.Original : value is IView view ? view.Original : value;
        if (place == _kept.Length)
        {
            Array.Resize(ref _kept, Math.Min(Most, Math.Max(1, place * 4)));
        }

        _kept[place] = IsPlain(value) ? value : new WeakReference(value is INotebookForm ? null : value);
        Volatile.Write(ref _bytes, _bytes + BytesOfOne + (value is string { Length: <= LongestText } text ? 2 * text.Length : 0));
    }

    // An enumeration that a cell has declared is of the session's own code.
    private static bool IsPlain(object? value) => value switch
    {
        string text => text.Length <= LongestText,
        BigInteger number => number.GetByteCount() <= LongestNumber,
        _ => ValueKinds.IsPlain(value)
            || value is decimal or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Guid or Half or Int128 or UInt128 or Rune or Index or Range or Complex
            || value!.GetType() is { IsEnum: true, IsCollectible: false },
    };
}
