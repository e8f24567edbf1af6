namespace AsyncCSharp;

/// <summary>A cell did not end in the time that <c>-TimeoutSeconds</c>, or its session, gave it.</summary>
public sealed class CellTimeoutException : TimeoutException
{
    internal CellTimeoutException(double seconds)
        : base(string.Format(null, Strings.CellTimeout, seconds)) => Seconds = seconds;

    /// <summary>The time it had.</summary>
    public double Seconds { get; }
}
