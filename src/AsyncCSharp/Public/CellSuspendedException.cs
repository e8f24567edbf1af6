namespace AsyncCSharp;

/// <summary>A cell had to wait, and its runner is <c>Sync</c>, which has no loop to wait with.</summary>
public sealed class CellSuspendedException : InvalidOperationException
{
    internal CellSuspendedException()
        : base(Strings.CellSuspended)
    {
    }
}
