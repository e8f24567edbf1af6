namespace AsyncCSharp.Stopping;

/// <summary>
/// Cuts the awaits of a stopped invocation from the inside out. An await of an async method of a cell is left alone until that has
/// ended: it then ends by itself. When the time for cleaning up is over, all are cut, the innermost first.
/// </summary>
/// <param name="frames">The async methods of the invocation.</param>
/// <param name="left">Gets tasks that were left while they executed.</param>
/// <remarks>On the thread of the <see cref="StopLadder"/> only.</remarks>
internal sealed class AwaitCutter(LiveFrames frames, Action<Task> left)
{
    private readonly StopScope _stop = frames.Stop;
    private readonly Dictionary<PendingAwait, AwaitEnd> _frames = [];
    private readonly HashSet<PendingAwait> _outer = [];
    private bool _anyLost;

    /// <summary>Whether a thread is blocked until an async method of the invocation has ended.</summary>
    public bool IsBlocking { get; private set; }

    /// <summary>Whether what the runner waits for has not ended.</summary>
    public bool IsMainLive { get; private set; }

    /// <summary>
    /// Cuts the awaits that wait for no code of the cell, now and at the last look: a library that has just come back from such code may be
    /// about to call more of it. Returns whether async methods are left.
    /// </summary>
    public bool Cut()
    {
        Look();
        foreach (PendingAwait pending in _frames.Keys)
        {
            bool isInnermost = pending.IsWaiting && IsInnermost(pending);
            if (pending.IsWaiting && (_stop.IsUnwindingOver || (isInnermost && pending.WasInnermost)))
            {
                Cut(pending);
            }

            pending.WasInnermost = isInnermost;
        }

        return _frames.Count > 0;
    }

    private void Cut(PendingAwait pending)
    {
        // A task that executes may do so for ever, of which the user is told. It is noted before the cut, after which the cell may end on
        // another thread.
        if (pending is { IsWaiting: true, Awaited: { Status: TaskStatus.Running } task })
        {
            left(task);
        }

        _ = pending.Cut();
    }

    private void Look()
    {
        AwaitGraph graph = new(frames.Main);
        List<AwaitEnd> ends = [];
        _frames.Clear();
        foreach (PendingAwait pending in frames.List())
        {
            if (pending.Frame is not (null or Task { IsCompleted: true }))
            {
                ends.Add(_frames[pending] = graph.Follow(pending));
            }
        }

        ends.AddRange(ExecutingTasks.Of(_stop).Select(graph.Follow));
        ends.AddRange(frames.ListNurseries().Select(n => graph.Follow(n.End)));
        _outer.Clear();
        foreach (AwaitEnd end in ends)
        {
            _outer.UnionWith(end.Awaits);
        }

        _anyLost = ends.Any(e => e.IsLost);
        IsBlocking = ends.Any(e => e.IsBlocking);
        IsMainLive = ends.Any(e => e.IsMain);
    }

    private bool IsInnermost(PendingAwait pending)
    {
        // A method that cleans up is left alone until the time for that is over.
        if (_outer.Contains(pending) || AwaitGraph.IsCells(pending.Awaited) || (pending.IsCleanup && !_stop.IsCleanupOver))
        {
            return false;
        }

        // Where a library waits for code of the cell in a way that cannot be seen, that code may be awaited here.
        return !_anyLost || IsInLost(pending, []);
    }

    private bool IsInLost(PendingAwait pending, HashSet<PendingAwait> seen) =>
        seen.Add(pending) && _frames.TryGetValue(pending, out AwaitEnd? end) && (end.IsLost || end.Awaits.Any(outer => IsInLost(outer, seen)));
}
