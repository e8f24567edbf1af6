using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>The time in which a thread of the pool runs what is posted to a loop. Made on that thread.</summary>
internal sealed class LoopTurn
{
    private readonly CodeThread _thread = CodeThread.Current;

    /// <summary>Whether it is the calling thread's.</summary>
    public bool IsCurrentThread => _thread == CodeThread.Current;

    /// <summary>Whether the thread is held by stopped code that does not end, although all was done to end it.</summary>
    public bool IsLost => _thread.Code is { IsLate: true } || _thread.Cleaning is { IsLate: true };

    /// <summary>Whether the thread waits for something.</summary>
    public bool IsBlocked => _thread.IsBlocked;

    /// <summary>Whether its next callback is run although another thread wants the loop back: it has waited for long. Under the loop's lock.</summary>
    public bool IsDue { get; set; }

    /// <summary>Interrupts the thread's wait where it is in code of the stopped invocation.</summary>
    public void Interrupt(StopScope stop) => _thread.Interrupt(stop);
}
