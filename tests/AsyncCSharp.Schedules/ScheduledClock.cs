namespace AsyncCSharp.Schedules;

/// <summary>The time of a schedule. It stands still until a test lets some pass.</summary>
public static class ScheduledClock
{
    // Owned by the schedule that runs: there is one at a time.
    private static long s_ticks = 1;

    /// <summary>Lets time pass.</summary>
    public static void Advance(TimeSpan time) => s_ticks += time.Ticks;

    /// <summary>Stands in for the framework's.</summary>
    public static long GetTimestamp() => s_ticks;

    /// <summary>Stands in for the framework's.</summary>
    public static TimeSpan GetElapsedTime(long startingTimestamp) => TimeSpan.FromTicks(s_ticks - startingTimestamp);
}
