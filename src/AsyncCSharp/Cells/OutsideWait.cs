using System.Management.Automation.Runspaces;
using AsyncCSharp.Interop;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>
/// Ends waits of PowerShell's code that would keep a stopped cell for ever: <c>$task.Result</c> in a command downstream, in a script that
/// the cell has called or in a delegate. PowerShell itself stops its commands, but not a method of .NET which one of them is in.
/// </summary>
/// <remarks>
/// What may end by itself is given time to: what the cell has called has as long as the cell's own clean-up, and the commands downstream,
/// which are not the cell's, until the cell would be abandoned. Used by the thread that stops the cell.
/// </remarks>
internal sealed class OutsideWait(CellInvocation invocation)
{
    private readonly Runspace? _runspace = Runspace.DefaultRunspace;
    private int _atMost = Durations.OneOutsideWait;
    private long? _since;

    /// <summary>Looks what the pipeline thread does, and interrupts a wait that has lasted.</summary>
    public void Look()
    {
        CodeThread thread = invocation.Boundary.Thread;
        if (thread.Outside is not { } code || !code.Stop.IsWithin(invocation.Stop) || !invocation.Boundary.IsBlockedOutside || MayGoOn(code))
        {
            _since = null;
            return;
        }

        _since ??= Environment.TickCount64;
        if (Environment.TickCount64 - _since >= _atMost)
        {
            _since = null;
            _atMost = Durations.NextOutsideWait;
            invocation.HasInterruptedDownstream |= !code.IsCalled;
            thread.InterruptOutside(code);
        }
    }

    private bool MayGoOn(OutsideCode code) => code.IsCalled
        ? !invocation.Stop.IsCleanupOver
        : !invocation.Stop.IsAbandoned || invocation.Cause switch
        {
            StopCause.Timeout => false,
            StopCause.Pipeline => _runspace is null || !PipelineStopping.IsNow(_runspace),
            _ => true,
        };
}
