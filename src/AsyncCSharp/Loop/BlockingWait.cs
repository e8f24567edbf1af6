using System.Diagnostics;

namespace AsyncCSharp.Loop;

/// <summary>Looks at the stack of a blocked thread: what kind of wait is it in?</summary>
internal static class BlockingWait
{
    /// <summary>
    /// Whether the calling thread waits for a task or an event, which awaiting would have done better; false for locks,
    /// <see cref="Thread.Join()"/> and <see cref="Parallel"/>, where there is nothing to await.
    /// </summary>
    public static bool IsOnTask()
    {
        foreach (StackFrame frame in new StackTrace(1, fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is not { DeclaringType: { } type } method)
            {
                continue;
            }

            switch (type.FullName, method.Name)
            {
                case ("System.Threading.Tasks.Parallel" or "System.Threading.Tasks.TaskReplicator", _):
                case ("System.Threading.Thread", var name) when name.Contains(nameof(Thread.Join), StringComparison.Ordinal):
                case ("System.Threading.Monitor", nameof(Monitor.Enter) or "ReliableEnter" or "TryEnter" or "Enter_Slowpath"):
                case ("System.Threading.Lock", _):
                    return false;
                case ("System.Threading.Tasks.Task", nameof(Task.Wait) or nameof(Task.WaitAll) or nameof(Task.WaitAny) or "InternalWaitCore"):
                    // Parallel waits for tasks too: the frames below tell which of the two it is.
                    continue;
                default:
                    if (type.Assembly != typeof(Task).Assembly && type.Assembly != typeof(BlockingWait).Assembly
                        && type.Assembly != typeof(Parallel).Assembly)
                    {
                        return true;
                    }

                    continue;
            }
        }

        return true;
    }
}
