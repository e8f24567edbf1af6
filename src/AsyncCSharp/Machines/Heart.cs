using System.Management.Automation;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Machines;

/// <summary>
/// A thread that beats each second, for as long as a call over machines lasts; the call owns it. Seconds are counted by the beats: where the
/// process or the machine stood still, so did the other side as a rule, and the time does not count.
/// </summary>
internal sealed class Heart : IDisposable
{
    private readonly ManualResetEventSlim _end = new();

    /// <summary>Starts it.</summary>
    /// <param name="beat">What is done each second, and told whether this one was in time.</param>
    public Heart(Action<bool> beat)
    {
        new Thread(() => Run(beat)) { IsBackground = true, Name = "AsyncCSharp heartbeat" }.UnsafeStart();
    }

    /// <summary>The tag of the records that are signs of life.</summary>
    public const string Tag = "AsyncCSharp.Heartbeat";

    /// <summary>A sign of life, as a record.</summary>
    public static InformationRecord Sign()
    {
        InformationRecord record = new(string.Empty, Tag);
        record.Tags.Add(Tag);
        return record;
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Set();

    private void Run(Action<bool> beat)
    {
        long last = Environment.TickCount64;
        while (!_end.Wait(Durations.Heartbeat))
        {
            long now = Environment.TickCount64;
            bool inTime = now - last < 2 * Durations.Heartbeat;
            last = now;
            beat(inTime);
        }

        _end.Dispose();
    }
}
