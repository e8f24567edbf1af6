using System.Runtime.ExceptionServices;
using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>What the children of a nursery have thrown. Owned by the nursery. Any thread.</summary>
internal sealed class NurseryFailures
{
    // Held for a few instructions on the list, in which nobody's code runs.
    private readonly object _lock = new();
    private readonly List<Exception> _all = [];

    /// <summary>Adds failures.</summary>
    public void Add(IEnumerable<Exception> failures)
    {
        Uninterrupted.Enter(_lock);
        _all.AddRange(failures);
        Monitor.Exit(_lock);
    }

    /// <summary>Throws where there are any: one as itself, several in an aggregate.</summary>
    /// <exception cref="AggregateException">There are several.</exception>
    public void ThrowIfAny()
    {
        switch (List())
        {
            case []:
                break;
            case [var one]:
                ExceptionDispatchInfo.Throw(one);
                break;
            case var several:
                throw new AggregateException(several);
        }
    }

    private Exception[] List()
    {
        Uninterrupted.Enter(_lock);
        Exception[] all = [.. _all];
        Monitor.Exit(_lock);
        return all;
    }
}
