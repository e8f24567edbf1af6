using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>Stops an invocation when its time is up, on a thread of its own: the pool may be full of the very cell.</summary>
internal sealed class CellClock : IDisposable
{
    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread _thread;

    /// <summary>Starts it. A time that is up already stops the invocation at once.</summary>
    public CellClock(CellInvocation invocation, TimeSpan time)
    {
        time = time < TimeSpan.Zero ? TimeSpan.Zero : time;
        _thread = new Thread(() =>
        {
            if (!_ended.Wait(time))
            {
                invocation.RequestStop(StopCause.Timeout);
            }
        })
        {
            IsBackground = true,
            Name = "AsyncCSharp timeout",
        };
        _thread.UnsafeStart();
    }

    /// <summary>The invocation has ended in time.</summary>
    public void Dispose()
    {
        // Not disposed: the thread may be about to look.
        _ended.Set();
    }
}
