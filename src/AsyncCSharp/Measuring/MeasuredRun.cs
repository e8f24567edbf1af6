namespace AsyncCSharp.Measuring;

/// <summary>What a number of executions took, all of them together.</summary>
/// <param name="Nanoseconds">Time by the clock.</param>
/// <param name="SuspendedNanoseconds">Time in which the cell waited in an await and none of its code ran.</param>
/// <param name="AllocatedBytes">Bytes allocated on the managed heap.</param>
internal readonly record struct MeasuredRun(double Nanoseconds, double SuspendedNanoseconds, double AllocatedBytes);
