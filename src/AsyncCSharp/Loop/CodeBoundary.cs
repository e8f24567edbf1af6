using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>
/// Knows whether an invocation's pipeline thread is inside of the cell's own code, the only place where it may be interrupted.
/// </summary>
internal sealed class CodeBoundary(StopScope stop)
{
    private readonly ThreadPump _pump = ThreadPump.Current;

    /// <summary>Code of PowerShell's that the cell calls.</summary>
    public OutsideCode Called { get; } = new(stop, isCalled: true);

    /// <summary>The commands that take what the cell writes.</summary>
    public OutsideCode Downstream { get; } = new(stop, isCalled: false);

    /// <summary>What the pipeline thread executes: the thread is the one that makes the boundary.</summary>
    public CodeThread Thread { get; } = CodeThread.Current;

    /// <summary>Whether the thread waits for something inside of the cell's code. Any thread.</summary>
    public bool IsBlocked => Thread.Code == stop && Thread.IsBlocked;

    /// <summary>Whether the thread waits for something in PowerShell's code. Any thread.</summary>
    public bool IsBlockedOutside => Thread.Code is null && Thread.IsBlocked;

    /// <summary>Goes into (or out of) the cell's code, and gives where the thread was before, for <see cref="Restore"/>. On the pipeline thread.</summary>
    public CodePlace Set(bool inside)
    {
        CodeBoundary? outer = _pump.Inside;
        if (inside)
        {
            StopScope? code = Thread.Enter(stop);
            _pump.Inside = this;
            return new CodePlace(code, outer);
        }

        // A stand-in sets its flag first and then reads Inside, and this thread does both in the other order, with the fence of the change of
        // code between: one of the two sees the other.
        _pump.Inside = null;
        StopScope? before = Thread.Enter(null);
        if (before is null)
        {
            Interlocked.MemoryBarrier();
        }

        _pump.Work.WaitForStandIn();
        return new CodePlace(before, outer);
    }

    /// <summary>Goes back to where <see cref="Set"/> has found the thread, which may be the code of another cell. On the pipeline thread.</summary>
    public void Restore(CodePlace place)
    {
        if (place.Code != stop)
        {
            _ = Set(inside: false);
        }

        if (place.Code is { } code)
        {
            _ = Thread.Enter(code);
            _pump.Inside = place.Inside;
        }
    }

    /// <summary>Whether the thread is inside of the cell's code. Any thread.</summary>
    public bool IsInside => Thread.Code == stop;

    /// <summary>Does something while the thread is held inside of the cell's code, where it does not use PowerShell. Any thread.</summary>
    public void WhileInside(Action action) => Thread.WhileInside(stop, action);

    /// <summary>Interrupts the thread's wait where it is in the cell's code. Any thread.</summary>
    public void Interrupt() => Thread.Interrupt(stop);
}
