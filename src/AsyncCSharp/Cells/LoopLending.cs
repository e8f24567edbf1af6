using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>
/// Lends the loop of an invocation while the pipeline thread is in PowerShell's code, which may wait for the loop's tasks, and takes it
/// back when the thread returns to the cell. On the pipeline thread only. See docs/design/loop.md.
/// </summary>
internal sealed class LoopLending(CellInvocation invocation)
{
    private readonly ThreadContext _outerContext = ThreadContext.Capture();
    private Action<long>? _whileReturning;
    private bool _told;

    /// <summary>The thread goes into PowerShell's code. Gives the loop that is to come back with <see cref="End"/>; null where it need not.</summary>
    public SessionLoop? Begin() => invocation.Loop is { } loop && loop.Lend() ? loop : null;

    /// <summary>The thread goes on with the cell's code, after the continuation that runs meanwhile has ended.</summary>
    public void End(SessionLoop? lent)
    {
        if (lent is not null && !lent.TryTakeBack())
        {
            WaitFor(lent);
        }
    }

    /// <summary>A cell begins: its user is told once where it has to wait.</summary>
    public void Reset() => _told = false;

    /// <summary>Tells the user where a wait for background code is long. Throws what ends the pipeline.</summary>
    public void Look(long milliseconds)
    {
        if (milliseconds > Durations.BackgroundNotice && !_told)
        {
            _told = true;
            invocation.Output.WriteWarning(Strings.WaitsForBackground, nameof(Strings.WaitsForBackground));
        }
    }

    private void WaitFor(SessionLoop lent)
    {
        CodePlace before = invocation.Boundary.Set(inside: false);
        ThreadContext inner = ThreadContext.Capture();
        try
        {
            _outerContext.Restore();
            if (lent.TakeBack(invocation.Pump, _whileReturning ??= WhileReturning))
            {
                invocation.Leftovers.IsWaitGivenUp = true;
            }
        }
        catch (OperationCanceledException)
        {
            // The cell was stopped: what it cleans up needs no loop of its own, and the pool goes on with it.
        }
        catch (Exception e) when (PipelineExceptions.IsFailure(e))
        {
            invocation.Streams.Fail(e);
        }
        finally
        {
            inner.Restore();
            invocation.Boundary.Restore(before);
        }
    }

    private void WhileReturning(long milliseconds)
    {
        if (invocation.IsStopping && (invocation.Stop.IsCleanupOver || invocation.Streams.Failure is not null))
        {
            throw new CellStoppedException(invocation.Token);
        }

        if (!invocation.IsStopping)
        {
            Look(milliseconds);
        }
    }
}
