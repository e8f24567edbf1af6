namespace AsyncCSharp.Stopping;

/// <summary>
/// Hands a stop to what it is meant for, also where the stop was said before that had begun: PowerShell stops a command once, on another
/// thread, whatever the command is at. Any thread.
/// </summary>
/// <typeparam name="T">What can be stopped.</typeparam>
/// <param name="stop">Stops it; may be called twice.</param>
internal sealed class StopHandOff<T>(Action<T> stop)
    where T : class
{
    private volatile bool _isStopped;
    private volatile T? _target;

    /// <summary>Whether the stop was said.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>The target that has begun and not ended, or null.</summary>
    public T? Target => _target;

    /// <summary>Notes what has begun; stops it at once where the stop came first.</summary>
    public void Begin(T target)
    {
        _target = target;

        // Stop writes and reads in the other order: one of the two sees what the other has written.
        Interlocked.MemoryBarrier();
        if (_isStopped)
        {
            stop(target);
        }
    }

    /// <summary>Notes that the target has ended.</summary>
    public void End() => _target = null;

    /// <summary>Stops what has begun, and what begins from here on.</summary>
    public void Stop()
    {
        _isStopped = true;
        Interlocked.MemoryBarrier();
        if (_target is { } target)
        {
            stop(target);
        }
    }
}
