namespace AsyncCSharp.Stopping;

/// <summary>Makes timers that do not keep the execution context of whoever happens to make them: that may be a cell's, which they outlive.</summary>
internal static class ContextFreeTimer
{
    /// <summary>Makes one that does not run yet.</summary>
    /// <param name="callback">What is called on a thread of the pool when it is due.</param>
    public static Timer Create(Action callback)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return new Timer(static state => ((Action)state!)(), callback, Timeout.Infinite, Timeout.Infinite);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Create(callback);
        }
    }
}
