using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Callbacks;

/// <summary>A call of a script block that another thread has left to the pipeline thread.</summary>
/// <param name="action">What it runs.</param>
/// <param name="asker">The stop of the code that waits for the answer; null where nobody does.</param>
internal sealed class ScriptRequest(Func<object?> action, StopScope? asker)
{
    private readonly TaskCompletionSource<object?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    /// <summary>Ends with what the script block gives or throws.</summary>
    public Task<object?> Answer => _answer.Task;

    /// <summary>Runs it. Pipeline thread. What it throws is the caller's; how PowerShell leaves a script (<c>exit</c>) is this thread's too.</summary>
    public void Run()
    {
        if (!Take())
        {
            return;
        }

        // Its caller goes on without it, or does so in a moment: the token comes after the stop.
        if (asker is { IsStopping: true })
        {
            _answer.SetCanceled(asker.Token);
            return;
        }

        try
        {
            _answer.SetResult(action());
        }
        catch (Exception e)
        {
            _answer.SetException(e);
            if (PipelineExceptions.IsJump(e))
            {
                throw;
            }
        }
    }

    /// <summary>Gives it up, with an exception for the caller, where a cell blocks the pipeline thread until it is answered.</summary>
    public async Task GiveUpIfBlockedAsync(BlockedTime blocked)
    {
        while (await Task.WhenAny(_answer.Task, Task.Delay(Durations.BlockedThreadSlice)).ConfigureAwait(false) != _answer.Task)
        {
            blocked.Look();
            if (blocked.IsDeadlock && Take())
            {
                _answer.SetException(new InvalidOperationException(Strings.PipelineThreadBlocked));
            }
        }
    }

    private bool Take() => Interlocked.Exchange(ref _taken, 1) == 0;
}
