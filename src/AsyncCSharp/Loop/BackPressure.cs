using System.Diagnostics;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>
/// Holds back a thread that writes faster than PowerShell takes, so that what waits to be written stays a handful.
/// </summary>
/// <remarks>
/// Only for a moment at a time: what is downstream may be waiting for the very thread. Then the thread gets on slowly
/// instead of not at all.
/// </remarks>
internal static class BackPressure
{
    /// <summary>How many things of other threads may wait for a pipeline thread.</summary>
    public const int Limit = 1000;

    /// <summary>Holds the calling thread back for as long as the condition holds, and half a second at most.</summary>
    /// <param name="subject">What the condition is about.</param>
    /// <param name="isFull">Whether there is too much.</param>
    /// <param name="monitor">A lock that the thread holds and that others need meanwhile; it is given up for the wait.</param>
    public static void Hold<T>(T subject, Func<T, bool> isFull, object? monitor = null)
    {
        long start = Stopwatch.GetTimestamp();
        int slice = Durations.FirstHoldSlice;
        while (isFull(subject) && Stopwatch.GetElapsedTime(start).TotalMilliseconds < Durations.LongestHold)
        {
            if (monitor is null)
            {
                Thread.Sleep(slice);
            }
            else
            {
                _ = Monitor.Wait(monitor, slice);
            }

            slice = Math.Min(slice + 1, Durations.LongestHoldSlice);
        }
    }
}
