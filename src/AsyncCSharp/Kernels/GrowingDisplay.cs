using System.Diagnostics;
using System.Reflection;
using AsyncCSharp.Conversion;

namespace AsyncCSharp.Kernels;

/// <summary>Shows what has not come yet in one place: the items of a stream as they come, at most four times a second, and a task until it has ended.</summary>
internal static class GrowingDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Begins to show it; null where it is no stream and no task that runs.</summary>
    public static Task? Follow(object value, DisplayedValue place, IRunningCell? cell)
    {
        CancellationToken stopped = cell?.Stopped ?? CancellationToken.None;
        if (ValueKinds.StreamTypeOf(value) is { } type)
        {
            MethodInfo method = typeof(GrowingDisplay).GetMethod(nameof(FollowStreamAsync), BindingFlags.NonPublic | BindingFlags.Static)!;
            return method.MakeGenericMethod(type.GetGenericArguments()[0]).CreateDelegate<Func<object, DisplayedValue, CancellationToken, Task>>()(value, place, stopped);
        }

        return value is Task { IsCompleted: false } task ? FollowTaskAsync(task, place, stopped) : null;
    }

    private static async Task FollowStreamAsync<T>(object source, DisplayedValue place, CancellationToken stopped)
    {
        ShownItems items = new();
        bool isShown = false;
        long last = 0;
        bool isChanged = true;
        void Show()
        {
            _ = place.Put(items.Copy(), isShown);
            (isShown, isChanged, last) = (true, false, Stopwatch.GetTimestamp());
        }

        IAsyncEnumerator<T> enumerator = ((IAsyncEnumerable<T>)source).GetAsyncEnumerator(stopped);
        try
        {
            while (true)
            {
                Task<bool> next = enumerator.MoveNextAsync().AsTask();
                if (!next.IsCompleted && isChanged)
                {
                    // Nothing comes for the moment: what is there is not to wait for the next item.
                    TimeSpan left = isShown ? s_interval - Stopwatch.GetElapsedTime(last) : TimeSpan.Zero;
                    if (left <= TimeSpan.Zero || await Task.WhenAny(next, Task.Delay(left, stopped)) != next)
                    {
                        Show();
                    }
                }

                if (!await next)
                {
                    break;
                }

                items.Add(enumerator.Current);
                isChanged = true;
                if (isShown && Stopwatch.GetElapsedTime(last) >= s_interval)
                {
                    Show();
                }
            }
        }
        finally
        {
            await enumerator.DisposeAsync();
            if (isChanged)
            {
                Show();
            }
        }
    }

    private static async Task FollowTaskAsync(Task task, DisplayedValue place, CancellationToken stopped)
    {
        _ = place.Put(Strings.KernelTaskRuns, isUpdate: false);
        await ((Task)Task.WhenAny(task, Task.Delay(Timeout.Infinite, stopped))).ConfigureAwait(true);
        object? result = task switch
        {
            { IsFaulted: true } => $"{task.Exception!.InnerException!.GetType().Name}: {task.Exception.InnerException.Message}",
            { IsCompletedSuccessfully: true } => task.GetType().GetProperty("Result") is { } property && property.PropertyType.Name != "VoidTaskResult" ? property.GetValue(task) : Strings.KernelTaskEnded,
            _ => Strings.KernelTaskStopped,
        };
        place.Update(result);
    }
}
