using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>
/// What a pipeline thread is to do, in order: work that other threads have for it, and console text. While the thread is in
/// a cell's code, another may write the console text at the head of the queue in its place.
/// </summary>
/// <param name="lockObject">The lock of the pump that owns the queue; <see cref="Add"/> is called under it.</param>
internal sealed class PumpQueue(object lockObject)
{
    private readonly Queue<PumpWork> _queue = new();
    private volatile int _count;
    private volatile int _notes;
    private volatile bool _standIn;

    /// <summary>How much there is. Any thread.</summary>
    public int Count => _count;

    /// <summary>Whether any of it is console text. Any thread.</summary>
    public bool HasNotes => _notes > 0;

    /// <summary>The console text that is next; null where something else is, or nothing. Any thread.</summary>
    public PumpNote? NextNote
    {
        get
        {
            Uninterrupted.Enter(lockObject);
            try
            {
                return _queue.TryPeek(out PumpWork next) ? next.Note : null;
            }
            finally
            {
                Monitor.Exit(lockObject);
            }
        }
    }

    /// <summary>What was next when a stand-in looked last. For that one only.</summary>
    public PumpNote? SeenNote { get; set; }

    /// <summary>Puts something at the end. Under the lock.</summary>
    public void Add(PumpWork work)
    {
        _queue.Enqueue(work);
        _count = _queue.Count;
        if (work.Note is not null)
        {
            _notes++;
            PrintHooks.Add();
        }
    }

    /// <summary>Pipeline thread: takes what is next, after what a stand-in is about to write.</summary>
    public bool TryTake(out PumpWork work)
    {
        work = default;
        if (_count == 0 && !_standIn)
        {
            return false;
        }

        WaitForStandIn();
        Uninterrupted.Enter(lockObject);
        try
        {
            return TryDequeue(out work);
        }
        finally
        {
            Monitor.Exit(lockObject);
        }
    }

    /// <summary>Pipeline thread: waits until nobody writes in its place.</summary>
    public void WaitForStandIn()
    {
        // A thread in the midst of a console write does not wait: the stand-in may need the console's lock, which the thread holds.
        if (!_standIn || ConsoleLock.IsHeld)
        {
            return;
        }

        ThreadPump pump = ThreadPump.Current;
        bool before = pump.BeginWait();
        Uninterrupted.Enter(lockObject);
        try
        {
            while (_standIn)
            {
                Uninterrupted.Wait(lockObject);
            }
        }
        finally
        {
            Monitor.Exit(lockObject);
            pump.EndWait(before);
        }
    }

    /// <summary>Begins to write in the place of the pipeline thread, where that is in the code of the text's cell.</summary>
    /// <param name="next">The text that is to be next.</param>
    /// <param name="pump">The thread's pump.</param>
    public bool TryBeginStandIn(PumpNote next, ThreadPump pump)
    {
        Uninterrupted.Enter(lockObject);
        try
        {
            if (!_queue.TryPeek(out PumpWork first) || first.Note != next)
            {
                return false;
            }

            // A thread that leaves the cell's code resets Inside first and then reads this flag: one of the two sees the other.
            _standIn = true;
            Interlocked.MemoryBarrier();
            return pump.Inside == next.Boundary || !End();
        }
        finally
        {
            Monitor.Exit(lockObject);
        }
    }

    /// <summary>Takes the text that is next, if it is of the same invocation. Between begin and end.</summary>
    public bool TryTakeNote(object source, out PumpNote? note)
    {
        Uninterrupted.Enter(lockObject);
        try
        {
            note = _queue.TryPeek(out PumpWork first) ? first.Note : null;
            if (note is null || note.Source != source)
            {
                return false;
            }

            return TryDequeue(out _);
        }
        finally
        {
            Monitor.Exit(lockObject);
        }
    }

    /// <summary>The pipeline thread may go on.</summary>
    public void EndStandIn()
    {
        Uninterrupted.Enter(lockObject);
        try
        {
            _ = End();
        }
        finally
        {
            Monitor.Exit(lockObject);
        }
    }

    /// <summary>Takes out the console text of an invocation that has ended.</summary>
    public IReadOnlyList<PumpNote> RemoveNotes(object source)
    {
        if (_count == 0)
        {
            return [];
        }

        List<PumpNote> removed = [];
        Uninterrupted.Enter(lockObject);
        try
        {
            for (int i = _queue.Count; i > 0; i--)
            {
                PumpWork work = _queue.Dequeue();
                if (work.Note is { } note && note.Source == source)
                {
                    removed.Add(note);
                    _notes--;
                    PrintHooks.Remove();
                }
                else
                {
                    _queue.Enqueue(work);
                }
            }

            _count = _queue.Count;
        }
        finally
        {
            Monitor.Exit(lockObject);
        }

        return removed;
    }

    private bool TryDequeue(out PumpWork work)
    {
        bool any = _queue.TryDequeue(out work);
        _count = _queue.Count;
        _notes -= work.Note is null ? 0 : 1;
        return any;
    }

    private bool End()
    {
        _standIn = false;
        Monitor.PulseAll(lockObject);
        return true;
    }
}
