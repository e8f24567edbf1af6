using System.Diagnostics;
using System.Management.Automation;
using AsyncCSharp.Cells;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.FanOut;

/// <summary>Shows how far a fan-out is, once it has all its objects and takes long.</summary>
internal sealed class FanOutProgress(CellInvocation invocation)
{
    private const int ActivityId = 0x43534350;

    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _shown;

    /// <summary>How many objects there are.</summary>
    public int Total { get; set; }

    /// <summary>How many are written.</summary>
    public int Done { get; set; }

    /// <summary>Shows it, where the work is long.</summary>
    public void Report()
    {
        if (Stopwatch.GetElapsedTime(_start).TotalMilliseconds < Durations.LongFanOut)
        {
            return;
        }

        _shown = true;
        Write(new ProgressRecord(ActivityId, Strings.ProgressActivity, string.Format(null, Strings.ProgressStatus, Done, Total))
        {
            PercentComplete = (int)(100L * Done / Math.Max(1, Total)),
        });
    }

    /// <summary>Takes it away.</summary>
    public void Complete()
    {
        if (_shown)
        {
            Write(new ProgressRecord(ActivityId, Strings.ProgressActivity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void Write(ProgressRecord record) => invocation.Streams.Write(output => output.WriteProgress(record));
}
