namespace AsyncCSharp.Stopping;

/// <summary>
/// Tasks whose delegates execute code of cells that has not suspended: no await tells of it, and who awaits the task is to wait for
/// its clean-up all the same.
/// </summary>
internal sealed class ExecutingTasks
{
    // The notes of all threads that have executed such a task, each owned by its thread's CodeThread; those of ended threads go when another
    // comes. The list is its own lock.
    private static readonly List<ExecutingTasks> s_threads = [];

    private readonly Thread _thread = Thread.CurrentThread;

    // Weak: what a task holds, and what a cell has registered with its token, is not to live as long as the thread.
    private readonly WeakReference<Task?> _task = new(null);
    private readonly WeakReference<StopScope?> _stop = new(null);
    private int _taskId;

    /// <summary>Notes the task that executes code of a cell on the calling thread: where that code begins, and where it begins to clean up.</summary>
    /// <param name="stop">The stop of its invocation, or null to ask.</param>
    public static void Note(StopScope? stop)
    {
        if (TaskLinks.Current is not { } task)
        {
            return;
        }

        ExecutingTasks own = CodeThread.Current.Tasks ??= Add();
        if (own._taskId == task.Id || (stop ?? StoppableRun.Current?.Stop) is not { } known)
        {
            return;
        }

        lock (own._task)
        {
            own._taskId = task.Id;
            own._stop.SetTarget(known);
            own._task.SetTarget(task);
        }
    }

    /// <summary>The tasks that execute code of an invocation at this moment.</summary>
    public static List<Task> Of(StopScope stop)
    {
        List<Task> tasks = [];
        lock (s_threads)
        {
            foreach (ExecutingTasks thread in s_threads)
            {
                lock (thread._task)
                {
                    if (thread._stop.TryGetTarget(out StopScope? known) && known == stop && thread._task.TryGetTarget(out Task? task) && task.Status == TaskStatus.Running)
                    {
                        tasks.Add(task);
                    }
                }
            }
        }

        return tasks;
    }

    private static ExecutingTasks Add()
    {
        ExecutingTasks own = new();
        lock (s_threads)
        {
            _ = s_threads.RemoveAll(t => !t._thread.IsAlive);
            s_threads.Add(own);
        }

        return own;
    }
}
