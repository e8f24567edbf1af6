using System.Diagnostics;

namespace AsyncCSharp.Engine.Tests;

/// <summary>How long tests wait for what comes at once where all is well: long enough for a busy machine, and for ever under a debugger.</summary>
internal static class Limits
{
    /// <summary>What a single thread or task may take.</summary>
    public static readonly TimeSpan Hang = Of(TimeSpan.FromSeconds(20));

    /// <summary>What a test with many threads may take as a whole.</summary>
    public static readonly TimeSpan Stress = Of(TimeSpan.FromMinutes(1));

    // The longest that waits of every kind take.
    private static TimeSpan Of(TimeSpan limit) => Debugger.IsAttached ? TimeSpan.FromMilliseconds(int.MaxValue) : limit;
}
