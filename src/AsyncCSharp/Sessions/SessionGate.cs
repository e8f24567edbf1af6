using AsyncCSharp.Loop;

namespace AsyncCSharp.Sessions;

/// <summary>
/// Who may read and change a session's compiled state: one thread at a time. What that thread calls meanwhile (nested cells, cmdlets in
/// the PowerShell code of a cell) goes in at once; other threads queue, in the order in which they came. See docs/design/sessions.md.
/// </summary>
/// <remarks>
/// A gate belongs to one life of a session: a reset closes it and gives the session another, so that code which is still on its way out
/// keeps nobody waiting.
/// </remarks>
internal sealed class SessionGate
{
    // Owned by the gate, and held for its lists only: not while the thread that has the gate works, and not while others are woken.
    private readonly object _lock = new();
    private readonly List<SessionHold> _holds = [];
    private readonly List<GateWaiter> _queue = [];
    private readonly List<ThreadPump> _watchers = [];
    private Action? _whenEmpty;
    private bool _closed;

    /// <summary>Whether a thread has it.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_lock)
            {
                return _holds.Count > 0;
            }
        }
    }

    /// <summary>Whether the calling thread has it.</summary>
    public bool IsHeldHere
    {
        get
        {
            lock (_lock)
            {
                return _holds.Count > 0 && _holds[0].IsHere;
            }
        }
    }

    /// <summary>Whether somebody queues.</summary>
    public bool IsWanted
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count > 0;
            }
        }
    }

    /// <summary>Whether the life of the session that it belongs to is over.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _closed;
            }
        }
    }

    /// <summary>Takes it for the calling thread; null where that has to queue, or the gate is closed.</summary>
    /// <param name="session">The session that it is the gate of.</param>
    /// <param name="waiter">The place in the queue, for who has one.</param>
    public SessionHold? TryEnter(CSharpSession session, GateWaiter? waiter = null)
    {
        lock (_lock)
        {
            bool isFree = _holds.Count > 0 ? _holds[0].IsHere : _queue.Count == 0 || _queue[0] == waiter;
            if (_closed || !isFree)
            {
                return null;
            }

            if (waiter is not null)
            {
                _ = _queue.Remove(waiter);
            }

            SessionHold hold = new(session, this);
            _holds.Add(hold);
            return hold;
        }
    }

    /// <summary>Gives a place at the end of the queue.</summary>
    public GateWaiter Enqueue()
    {
        GateWaiter waiter = new(this);
        ThreadPump[] told;
        lock (_lock)
        {
            if (_closed)
            {
                return waiter;
            }

            _queue.Add(waiter);
            told = [.. _watchers];
        }

        Wake(told);
        return waiter;
    }

    /// <summary>Gives a place in the queue back.</summary>
    public void Leave(GateWaiter waiter)
    {
        ThreadPump[] told;
        lock (_lock)
        {
            told = _queue.Remove(waiter) && _holds.Count == 0 ? Next() : [];
        }

        Wake(told);
    }

    /// <summary>Ends <see cref="TryEnter"/>.</summary>
    public void Leave(SessionHold hold)
    {
        ThreadPump[] told = [];
        Action? whenEmpty = null;
        lock (_lock)
        {
            if (_holds.Remove(hold) && _holds.Count == 0)
            {
                told = Next();
                whenEmpty = _whenEmpty;
                _whenEmpty = null;
            }
        }

        Wake(told);
        whenEmpty?.Invoke();
    }

    /// <summary>Has a pump woken whenever somebody begins to queue, and when the gate is free and nobody queues.</summary>
    public void Watch(ThreadPump pump)
    {
        lock (_lock)
        {
            _watchers.Add(pump);
        }
    }

    /// <summary>Ends <see cref="Watch"/>.</summary>
    public void Unwatch(ThreadPump pump)
    {
        lock (_lock)
        {
            _ = _watchers.Remove(pump);
        }
    }

    /// <summary>Lets nobody in any more, and sends away who queues.</summary>
    /// <param name="whenEmpty">What to do when the thread that has it has left; at once where there is none.</param>
    public void Close(Action whenEmpty)
    {
        ThreadPump[] told;
        bool isEmpty;
        lock (_lock)
        {
            _closed = true;
            told = [.. _queue.Select(waiter => waiter.Pump).OfType<ThreadPump>(), .. _watchers];
            _queue.Clear();
            isEmpty = _holds.Count == 0;
            _whenEmpty = isEmpty ? null : whenEmpty;
        }

        Wake(told);
        if (isEmpty)
        {
            whenEmpty();
        }
    }

    // The pumps to wake, now that the gate is free. Called under the lock.
    private ThreadPump[] Next() =>
        _queue.Count == 0 ? [.. _watchers]
        : _queue[0].Pump is { } pump ? [pump]
        : [];

    private static void Wake(ThreadPump[] pumps)
    {
        foreach (ThreadPump pump in pumps)
        {
            pump.Signal();
        }
    }
}
