using System.Diagnostics;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>A thread's wait for the end of the callback that the pool runs of a loop. Serves the pump: the callback may want something of the thread.</summary>
/// <param name="pump">The thread's pump.</param>
/// <param name="whileWaiting">Called every little while, with the milliseconds so far; may throw.</param>
internal sealed class LoopWait(ThreadPump pump, Action<long> whileWaiting)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private BlockedTime? _blocked;
    private LoopTurn? _turn;
    private long _looks;

    /// <summary>
    /// Whether a cell that had the loop is on the thread's stack. It may hold a lock that the callback waits for: a callback that is
    /// blocked for long loses the loop then.
    /// </summary>
    public bool IsNested { get; init; }

    /// <summary>The thread's pump.</summary>
    public ThreadPump Pump => pump;

    private long Milliseconds => (long)Stopwatch.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>Whether the callback of that turn is not waited for any longer. Looks only.</summary>
    public bool IsOver(LoopTurn turn)
    {
        if (turn.IsLost || !IsNested)
        {
            return turn.IsLost;
        }

        if (_turn != turn)
        {
            _turn = turn;
            _blocked = new BlockedTime(() => turn.IsBlocked);
            _looks = Milliseconds / Durations.BlockedThreadSlice;
        }

        if (Milliseconds / Durations.BlockedThreadSlice > _looks)
        {
            _looks++;
            _blocked!.Look();
        }

        return _blocked!.IsDeadlock;
    }

    /// <summary>To be called after each slice, without a lock.</summary>
    public void GoOn()
    {
        pump.RunWorkInWait();
        whileWaiting(Milliseconds);
    }
}
