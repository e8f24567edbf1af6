using AsyncCSharp.Loop;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Receiving;

/// <summary>
/// Takes the event loops that only go on while somebody waits (the runner <c>CellLoop</c>), so that awaiting a task of
/// theirs from PowerShell brings it to its end. A loop is had with its session, which goes to whoever queues for it.
/// </summary>
internal sealed class LoopHold : IDisposable
{
    private readonly PumpWait _wait;
    private readonly List<Entry> _entries = [];

    private LoopHold(PumpWait wait) => _wait = wait;

    /// <summary>For those of the runspace's sessions whose loops the wait is to serve; null where there are none.</summary>
    public static LoopHold? Of(RunspaceSessions state, PumpWait wait)
    {
        LoopHold? hold = null;
        foreach (CSharpSession session in state.Sessions)
        {
            if (!session.Loop.BackgroundAllowed)
            {
                (hold ??= new LoopHold(wait))._entries.Add(new Entry(session));
            }
        }

        return hold;
    }

    /// <summary>Takes those that nobody else wants, and gives back those that somebody does. On the thread that waits, whenever it is woken.</summary>
    public void Update() => _entries.ForEach(entry => entry.Update(_wait));

    /// <summary>Gives all of them back, until the next <see cref="Update"/>: what runs next is PowerShell's code, and may wait for a job.</summary>
    public void GiveBack()
    {
        // Not from within a callback of such a loop, which blocks the thread and is served there.
        if (SynchronizationContext.Current is not SessionLoop)
        {
            _entries.ForEach(entry => entry.GiveBack());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _entries.ForEach(entry => entry.End(_wait));

    private sealed class Entry(CSharpSession session)
    {
        private SessionGate? _gate;
        private SessionHold? _hold;
        private SessionLoop? _loop;

        // What a cell on the thread's stack has, the thread serves already. A cell upstream may have ended meanwhile.
        public void Update(PumpWait wait)
        {
            // A reset gives the session another gate.
            if (_gate != session.Gate)
            {
                End(wait);
                _gate = session.Gate;
                _gate.Watch(wait.Pump);
            }

            if (_gate.IsWanted)
            {
                GiveBack();
            }
            else if (_hold is null && session.Loop is { BackgroundAllowed: false } loop && !loop.IsTakenBy(wait.Pump)
                && (_hold = _gate.TryEnter(session)) is not null)
            {
                loop.Acquire(wait.Pump, _ => wait.ThrowIfOver());
                _loop = loop;
            }
        }

        public void GiveBack()
        {
            _loop?.Release();
            _loop = null;
            _hold?.Dispose();
            _hold = null;
        }

        public void End(PumpWait wait)
        {
            GiveBack();
            _gate?.Unwatch(wait.Pump);
            _gate = null;
        }
    }
}
