namespace AsyncCSharp.Loop;

/// <summary>
/// The execution and the synchronization context of a thread at one moment, to be put back: everything that a cell sets in its
/// context (async locals, the synchronization context) ends with it, and PowerShell's code runs out of it.
/// </summary>
internal readonly struct ThreadContext
{
    private readonly ExecutionContext? _execution;
    private readonly SynchronizationContext? _synchronization;

    private ThreadContext(ExecutionContext? execution, SynchronizationContext? synchronization)
    {
        _execution = execution;
        _synchronization = synchronization;
    }

    /// <summary>That of the calling thread. Where its flow is suppressed, the execution context is left alone.</summary>
    public static ThreadContext Capture() => new(ExecutionContext.Capture(), SynchronizationContext.Current);

    /// <summary>The execution context; null where its flow is suppressed.</summary>
    public ExecutionContext? Execution => _execution;

    /// <summary>The same with another execution context.</summary>
    public ThreadContext With(ExecutionContext? execution) => new(execution, _synchronization);

    /// <summary>Puts it back, on the thread that it was taken from.</summary>
    public void Restore()
    {
        if (_execution is not null)
        {
            ExecutionContext.Restore(_execution);
        }

        SynchronizationContext.SetSynchronizationContext(_synchronization);
    }
}
