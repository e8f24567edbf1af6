namespace AsyncCSharp.Loop;

/// <summary>A callback that its poster waits for.</summary>
internal sealed class LoopCall(SendOrPostCallback callback, object? state)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs it; what it throws is the poster's.</summary>
    public void Run()
    {
        try
        {
            callback(state);
            _ = _done.TrySetResult();
        }
        catch (Exception e)
        {
            _ = _done.TrySetException(e);
        }
    }

    /// <summary>It will not be run: its session is gone.</summary>
    public void Refuse() => _done.TrySetException(new InvalidOperationException(Strings.LoopClosed));

    /// <summary>Waits until it has been run, and throws what it threw.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public void Wait() => _done.Task.GetAwaiter().GetResult();
}
