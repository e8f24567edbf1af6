using Microsoft.Coyote.Runtime;

namespace AsyncCSharp.Schedules;

/// <summary>What follows on a task, under the scheduler: a thread that waits for it.</summary>
public static class ScheduledTask
{
#pragma warning disable CA1068 // The order of the parameters is the framework's.
    /// <summary>Stands in for the framework's. What the continuation gives is nobody's.</summary>
    public static Task ContinueWith(
        Task task,
        Action<Task, object?> continuationAction,
        object? state,
        CancellationToken cancellationToken,
        TaskContinuationOptions continuationOptions,
        TaskScheduler scheduler)
    {
        _ = ScheduledThread.Start(() =>
        {
            Operation.PauseUntil(() => task.IsCompleted);
            continuationAction(task, state);
        });
        return Task.CompletedTask;
    }
#pragma warning restore CA1068
}
