namespace AsyncCSharp;

/// <summary>
/// Takes the event loops that only go on while somebody waits (the runner <c>CellLoop</c>), so that awaiting a task of
/// theirs from PowerShell brings it to its end.
/// </summary>
internal sealed class LoopHold : IDisposable
{
    private readonly List<SessionLoop> _loops = [];

    private LoopHold()
    {
    }

    /// <summary>Takes those of the runspace's sessions that run nothing; null where there are none.</summary>
    public static LoopHold? OfWaiting(RunspaceState state, ThreadPump pump)
    {
        LoopHold? hold = null;
        foreach (CSharpSession session in state.Sessions)
        {
            SessionLoop loop = session.Loop;
            if (!loop.BackgroundAllowed && session.State == CSharpSessionState.Ready)
            {
                loop.Acquire(pump, static _ => { });
                (hold ??= new LoopHold())._loops.Add(loop);
            }
        }

        return hold;
    }

    /// <summary>Gives them back.</summary>
    public void Dispose()
    {
        foreach (SessionLoop loop in _loops)
        {
            loop.Release();
        }

        _loops.Clear();
    }
}
