namespace AsyncCSharp.Kernels;

/// <summary>
/// A SIGINT, of which a kernel is told twice: by its own handler, and by PowerShell, which has a handler of its own and stops the command that the
/// kernel runs in. Whichever comes first is the one that interrupts the cell: the other may come when the next cell runs. Any thread.
/// </summary>
internal sealed class InterruptSignal : IDisposable
{
    // Guards which of the two came first. Nothing is called while it is held.
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _raised = new();
    private bool _isStopping;

    /// <summary>The signal has come. Says whether PowerShell has not told of it yet.</summary>
    public bool Raise()
    {
        lock (_lock)
        {
            _raised.Set();
            return !_isStopping;
        }
    }

    /// <summary>PowerShell stops the command. Says whether the signal has not come yet. <see cref="EndStop"/> follows.</summary>
    public bool BeginStop()
    {
        lock (_lock)
        {
            return _isStopping = !_raised.IsSet;
        }
    }

    /// <summary>Waits for the signal. False where there is none: PowerShell stops the command for somebody who has called it.</summary>
    /// <param name="patience">How long.</param>
    public bool EndStop(TimeSpan patience)
    {
        bool hasCome = _raised.Wait(patience);
        lock (_lock)
        {
            _isStopping = false;
            _raised.Reset();
        }

        return hasCome;
    }

    /// <inheritdoc/>
    public void Dispose() => _raised.Dispose();
}
