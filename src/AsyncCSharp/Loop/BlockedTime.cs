using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>
/// For how long code of a cell has blocked a pipeline thread that somebody waits for. Under a runner without the session's loop
/// the thread may never come by: a cell can block it until the very call is answered.
/// </summary>
/// <param name="isBlocked">Whether it does now.</param>
internal sealed class BlockedTime(Func<bool> isBlocked)
{
    /// <summary>The time since it was last seen not to be blocked.</summary>
    public int Milliseconds { get; private set; }

    /// <summary>Whether it is time to give up.</summary>
    public bool IsDeadlock => Milliseconds >= Durations.BlockedThreadDeadlock;

    /// <summary>Looks. To be called after each slice.</summary>
    public void Look() => Milliseconds = isBlocked() ? Milliseconds + Durations.BlockedThreadSlice : 0;
}
