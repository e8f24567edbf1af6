using System.Collections.Concurrent;

namespace AsyncCSharp.Conversion;

/// <summary>
/// What an invocation's cells have in another form than PowerShell. Both are brought up to date wherever the pipeline thread changes
/// sides, so that nobody sees that there are two. That takes as long as there are elements: where they are many, it is done at the call's
/// beginning and end only.
/// </summary>
internal sealed class HandedValues
{
    // So many cost less than a call of PowerShell code does.
    private const int Few = 1000;

    // The values of the call: the list is filled before its cell runs, and used by the pipeline thread. Most calls have none.
    private List<ICounterpart>? _call;

    // What is in the list for what may be in it.
    private HashSet<object>? _roots;

    // By the Input that they belong to, for as long as its run. A fan-out has several, which end on any thread. Made by the pipeline thread
    // when there is one: most objects of a pipeline have none, and asking an empty dictionary takes its locks.
    private volatile ConcurrentDictionary<object, ICounterpart>? _inputs;

    /// <summary>Whether the call's cell runs for each object of a pipeline: where one ends, the call goes on.</summary>
    public bool IsRepeated { get; set; }

    /// <summary>Adds one for the whole call.</summary>
    public void Add(ICounterpart value) => (_call ??= []).Add(value);

    /// <summary>Adds what the call's code has got of PowerShell's, for the enumerations and tuples that may be in it. Pipeline thread.</summary>
    public void AddRoot(object? value)
    {
        if (ElementsWithin.Of(value) is { } within && (_roots ??= new(ReferenceEqualityComparer.Instance)).Add(value!))
        {
            Add(within);
        }
    }

    /// <summary>Adds one for the run that has the object as its input.</summary>
    public void AddInput(object input, ICounterpart value) =>
        (_inputs ??= new ConcurrentDictionary<object, ICounterpart>(ReferenceEqualityComparer.Instance))[input] = value;

    /// <summary>PowerShell's code comes next.</summary>
    public void ToShell() => ToShell(Few);

    /// <summary>The cell's code goes on.</summary>
    public void ToCell()
    {
        int left = Few;
        for (int i = 0; i < _call?.Count; i++)
        {
            if (Takes(_call[i].Count, ref left))
            {
                _call[i].ToCell();
            }
        }

        if (_inputs is { } inputs)
        {
            foreach ((_, ICounterpart value) in inputs)
            {
                if (Takes(value.Count, ref left))
                {
                    value.ToCell();
                }
            }
        }
    }

    /// <summary>The cell has ended.</summary>
    public void EndCell() => ToShell(IsRepeated ? Few : int.MaxValue);

    /// <summary>The call has ended.</summary>
    public void EndCall() => ToShell(int.MaxValue);

    /// <summary>The run with the input has ended.</summary>
    public void End(object? input)
    {
        if (input is not null && _inputs is { } inputs && inputs.TryRemove(input, out ICounterpart? value))
        {
            value.ToShell();
        }
    }

    private void ToShell(int limit)
    {
        int left = limit;

        // The other way round: what is handed last may be a copy of what was handed before.
        for (int i = _call?.Count - 1 ?? -1; i >= 0; i--)
        {
            if (Takes(_call![i].Count, ref left))
            {
                _call![i].ToShell();
            }
        }

        if (_inputs is { } inputs)
        {
            foreach ((_, ICounterpart value) in inputs)
            {
                if (Takes(value.Count, ref left))
                {
                    value.ToShell();
                }
            }
        }
    }

    private static bool Takes(int count, ref int left)
    {
        if (count >= left)
        {
            return false;
        }

        left -= count + 1;
        return true;
    }
}
