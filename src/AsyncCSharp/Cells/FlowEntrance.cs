using AsyncCSharp.Sessions;

namespace AsyncCSharp.Cells;

/// <summary>
/// Puts one run after the other into the execution context of its session's cells: that is made once, all but for the run, as long as what
/// it is made from stays the same. A field of who starts the runs, on one thread.
/// </summary>
internal struct FlowEntrance
{
    private ExecutionContext? _outer;
    private ExecutionContext? _entry;

    /// <summary>Gives the calling thread the context for a run.</summary>
    /// <param name="session">The session.</param>
    /// <param name="outer">The thread's context before; null where its flow is suppressed.</param>
    /// <param name="flow">What the run has of the cells before it; null for nothing.</param>
    /// <param name="run">The run.</param>
    public void Enter(CSharpSession session, ExecutionContext? outer, SessionFlow? flow, CellRun run)
    {
        if (flow is null && outer is not null && outer == _outer)
        {
            ExecutionContext.Restore(_entry!);
            CellRun.Current = run;
            return;
        }

        SessionLifetime.EnterFlow(flow, run, session.Glance);
        _outer = flow is null ? outer : null;
        _entry = _outer is null ? null : ExecutionContext.Capture();
    }
}
