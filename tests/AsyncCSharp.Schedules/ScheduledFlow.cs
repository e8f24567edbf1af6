namespace AsyncCSharp.Schedules;

/// <summary>The flow of the execution context, which the scheduler leaves as it is.</summary>
public static class ScheduledFlow
{
    /// <summary>Stands in for the framework's, and is the same.</summary>
    public static bool IsFlowSuppressed() => ExecutionContext.IsFlowSuppressed();
}
