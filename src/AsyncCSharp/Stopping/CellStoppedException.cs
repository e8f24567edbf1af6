namespace AsyncCSharp;

/// <summary>
/// How a stop unwinds code of cells. To that code it is an <see cref="OperationCanceledException"/> like any other; the module tells it apart
/// from those that the code throws itself.
/// </summary>
public sealed class CellStoppedException : OperationCanceledException
{
    /// <summary>Makes one.</summary>
    /// <param name="token">The token of the invocation that was stopped.</param>
    internal CellStoppedException(CancellationToken token = default)
        : base(Strings.CellStopped, token)
    {
    }
}
