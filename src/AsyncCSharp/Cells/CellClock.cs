using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>Stops an invocation when its time is up. Any thread.</summary>
internal sealed class CellClock : IDisposable
{
    private readonly Deadlines.Entry? _deadline;

    /// <summary>Starts it. A time that is up already stops the invocation at once.</summary>
    public CellClock(CellInvocation invocation, TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            _deadline = Deadlines.Add(time, () => invocation.RequestStop(StopCause.Timeout));
        }
        else
        {
            invocation.RequestStop(StopCause.Timeout);
        }
    }

    /// <summary>The invocation has ended in time.</summary>
    public void Dispose()
    {
        if (_deadline is not null)
        {
            Deadlines.Remove(_deadline);
        }
    }
}
