using System.Runtime.ExceptionServices;

namespace AsyncCSharp.Receiving;

/// <summary>A step of a source that has been taken and may not have ended.</summary>
internal sealed class PendingStep
{
    private readonly Task<bool>? _task;
    private readonly bool _result;
    private readonly ExceptionDispatchInfo? _failure;

    /// <summary>Takes the source's next step on the calling thread.</summary>
    public PendingStep(ReceivedSource source)
    {
        Source = source;
        try
        {
            ValueTask<bool> step = source.NextAsync();
            if (step.IsCompleted)
            {
                _result = step.GetAwaiter().GetResult();
            }
            else
            {
                _task = step.AsTask();
            }
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
    }

    /// <summary>Whose step it is.</summary>
    public ReceivedSource Source { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _task?.IsCompleted ?? true;

    /// <summary>Whether there is an item. Throws what the source threw.</summary>
    public bool GetResult()
    {
        _failure?.Throw();
        return _task?.GetAwaiter().GetResult() ?? _result;
    }

    /// <summary>Has something done when it has ended, at once where it has.</summary>
    public void WhenEnded(Action<PendingStep> action)
    {
        if (_task is null)
        {
            action(this);
            return;
        }

        _ = _task.ContinueWith(_ => action(this), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Disposes the source after the step, which a sequence may not be disposed in.</summary>
    public async Task DisposeSourceAsync()
    {
        if (_task is not null)
        {
            try
            {
                _ = await _task.ConfigureAwait(false);
            }
            catch (Exception)
            {
                // The step was cancelled, and its item is dropped.
            }
        }

        await Source.DisposeAsync().ConfigureAwait(false);
    }
}
