using System.Diagnostics;
using System.Management.Automation;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Machines;

/// <summary>Shows how far a call over machines is. A short one shows nothing. On the thread of the call.</summary>
/// <param name="output">Where it is shown.</param>
internal sealed class SpreadProgress(SpreadOutput output)
{
    // PowerShell tells displays of progress apart by numbers that everybody chooses for himself.
    private const int Id = 20_267_001;

    private readonly long _start = Stopwatch.GetTimestamp();
    private long _shown;

    /// <summary>Shows it, where it is time to.</summary>
    /// <param name="ended">How many objects have ended.</param>
    /// <param name="count">How many have come.</param>
    /// <param name="isComplete">Whether these are all.</param>
    /// <param name="machines">How many machines are at work.</param>
    public void Show(long ended, long count, bool isComplete, int machines)
    {
        long now = Stopwatch.GetTimestamp();
        if (Stopwatch.GetElapsedTime(Math.Max(_start, _shown), now) >= Durations.BetweenProgress)
        {
            _shown = now;
            Write(ended, count, machines, isComplete ? (int)(100 * ended / Math.Max(1, count)) : -1, ProgressRecordType.Processing);
        }
    }

    /// <summary>Takes away what is shown.</summary>
    /// <param name="count">How many objects there were.</param>
    /// <param name="machines">How many machines there were.</param>
    public void End(long count, int machines)
    {
        if (_shown != 0)
        {
            Write(count, count, machines, 100, ProgressRecordType.Completed);
        }
    }

    private void Write(long ended, long count, int machines, int percent, ProgressRecordType type) =>
        output.WriteProgress(new ProgressRecord(Id, string.Format(null, Strings.SpreadActivity, machines), string.Format(null, Strings.SpreadStatus, ended, count - ended))
        {
            RecordType = type,
            PercentComplete = percent,
        });
}
