using System.Diagnostics.CodeAnalysis;
using AsyncCSharp.Contract;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Sessions;

/// <summary>One life of a session, from its making or last reset to the next: what its background work hangs on.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Background code may ask for the token at any time.")]
internal sealed class SessionLifetime
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly List<WeakReference<ISessionWork>> _invocations = [];
    private int _pruneAt = 64;

    /// <summary>Fires when the session is reset or removed.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>How notebooks show values of some types.</summary>
    public DisplayFormatters Formatters { get; } = new();

    /// <summary>The calls of its cells.</summary>
    public CellHistory History { get; } = new();

    /// <summary>What its cells have put into their execution context; null as long as none has. For the thread that has the session's gate.</summary>
    public SessionFlow? Flow { get; set; }

    /// <summary>Gives the calling thread an execution context of the session's cells, with a run in it.</summary>
    public static void EnterFlow(SessionFlow? flow, StoppableRun? run, IScriptSession? script)
    {
        flow?.Enter();
        StoppableRun.Current = run;

        // Framework code that is given a type's name looks for it where itself is, or where this says.
        script?.EnterReflection();
    }

    /// <summary>Remembers an invocation, for as long as code of it can still run.</summary>
    public void Add(ISessionWork invocation)
    {
        lock (_invocations)
        {
            if (_invocations.Count >= _pruneAt)
            {
                _ = _invocations.RemoveAll(w => !w.TryGetTarget(out _));
                _pruneAt = Math.Max(64, _invocations.Count * 2);
            }

            _invocations.Add(new WeakReference<ISessionWork>(invocation));
        }
    }

    /// <summary>Stops all that the session's cells left running. Does not wait.</summary>
    public void End(StopCause cause)
    {
        _ = _cancellation.CancelAsync();
        WeakReference<ISessionWork>[] stopped;
        lock (_invocations)
        {
            stopped = [.. _invocations];
            _invocations.Clear();
        }

        // A stop wakes the loop that a runner of the user's has on the thread.
        foreach (WeakReference<ISessionWork> reference in stopped)
        {
            if (reference.TryGetTarget(out ISessionWork? invocation))
            {
                invocation.RequestStop(cause);
            }
        }
    }
}
