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

    /// <summary>Takes those of the runspace's sessions that run nothing, and that no job is about to take; null where there are none.</summary>
    public static LoopHold? OfWaiting(RunspaceState state, PumpWait wait)
    {
        LoopHold? hold = null;
        try
        {
            foreach (CSharpSession session in state.Sessions)
            {
                SessionLoop loop = session.Loop;
                if (!loop.BackgroundAllowed && session is { State: CSharpSessionState.Ready, HasJobs: false })
                {
                    loop.Acquire(wait.Pump, _ => wait.ThrowIfOver());
                    (hold ??= new LoopHold())._loops.Add(loop);
                }
            }
        }
        catch
        {
            hold?.Dispose();
            throw;
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
