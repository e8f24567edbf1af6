namespace AsyncCSharp.Stopping;

/// <summary>
/// The stop whose clean-up an execution context is part of: code that cleans up may have others do it, in tasks, threads and timers.
/// </summary>
internal static class CleanupFlow
{
    private static readonly AsyncLocal<StopScope?> s_current = new();

    /// <summary>That of the calling thread's execution context, or null.</summary>
    public static StopScope? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }
}
