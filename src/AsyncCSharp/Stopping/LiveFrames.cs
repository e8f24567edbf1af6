namespace AsyncCSharp.Stopping;

/// <summary>
/// The async methods of an invocation that have suspended and not ended: each by the await that it is in, or that it came back
/// from last. Any thread.
/// </summary>
/// <param name="stop">The stop of the invocation.</param>
/// <param name="suspended">Called where one suspends although it is to stop.</param>
internal sealed class LiveFrames(StopScope stop, Action suspended)
{
    private HashSet<ITaskGroup>? _nurseries;
    private BriefLock _lock;
    private PendingAwait? _first;
    private int _count;

    /// <summary>The stop of the invocation.</summary>
    public StopScope Stop => stop;

    /// <summary>The task that a runner waits for, or null.</summary>
    public Task? Main { get; set; }

    /// <summary>Whether there are any.</summary>
    public bool Any => Volatile.Read(ref _count) > 0;

    /// <summary>Has the ladder go on, so that methods that have suspended during a stop unwind too.</summary>
    public void Watch() => suspended();

    /// <summary>Adds the await that a method suspends in.</summary>
    public void Add(PendingAwait pending)
    {
        _lock.Enter();
        pending.Next = _first;
        _ = _first?.Previous = pending;
        _first = pending;
        _count++;
        _lock.Exit();
    }

    /// <summary>Takes out the await of a method that has come back from it, and has suspended anew or ended.</summary>
    public void Remove(PendingAwait pending)
    {
        _lock.Enter();
        if (pending.Previous is { } previous)
        {
            previous.Next = pending.Next;
        }
        else
        {
            _first = pending.Next;
        }

        _ = pending.Next?.Previous = pending.Previous;
        pending.Next = pending.Previous = null;
        _count--;
        _lock.Exit();
    }

    /// <summary>Ends blocking waits of those that execute, on whatever thread: the next cell of the session may be about to run there.</summary>
    public void InterruptWaits()
    {
        CodeThread? last = null;
        foreach (PendingAwait pending in List())
        {
            if (pending.Thread is { } thread && thread != last)
            {
                thread.Interrupt(stop);
                last = thread;
            }
        }
    }

    /// <summary>Adds a nursery that was opened: its end waits for code that no await tells of.</summary>
    public void Add(ITaskGroup nursery)
    {
        _lock.Enter();
        _ = (_nurseries ??= []).Add(nursery);
        _lock.Exit();
    }

    /// <summary>Takes out a nursery that was closed.</summary>
    public void Remove(ITaskGroup nursery)
    {
        _lock.Enter();
        _ = _nurseries?.Remove(nursery);
        _lock.Exit();
    }

    /// <summary>All methods at this moment.</summary>
    public List<PendingAwait> List()
    {
        List<PendingAwait> all = new(_count);
        _lock.Enter();
        for (PendingAwait? pending = _first; pending is not null; pending = pending.Next)
        {
            all.Add(pending);
        }

        _lock.Exit();
        return all;
    }

    /// <summary>All nurseries at this moment.</summary>
    public ITaskGroup[] ListNurseries()
    {
        _lock.Enter();
        ITaskGroup[] all = [.. _nurseries ?? []];
        _lock.Exit();
        return all;
    }
}
