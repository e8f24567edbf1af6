namespace AsyncCSharp.Schedules;

/// <summary>What a thread gets that is interrupted while it waits.</summary>
public sealed class ScheduledInterruptException : Exception;
