using System.Runtime.CompilerServices;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Engine.Tests;

/// <summary>An await as a woven cell has it: it can be cut, and has the checks around it.</summary>
internal readonly struct CellAwait(Task task, LiveFrames frames) : ICriticalNotifyCompletion
{
    public bool IsCompleted => task.IsCompleted;

    public CellAwait GetAwaiter() => this;

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => new StoppableAwaiter<TaskAwaiter>(task.GetAwaiter(), frames).UnsafeOnCompleted(continuation);

    public void GetResult()
    {
        StopScope stop = frames.Stop;
        CodeThread thread = CodeThread.Current;
        if (stop.IsStopping && !thread.MayResume(stop))
        {
            thread.BeginCleaning(stop);
            throw new OperationCanceledException();
        }

        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsStopping)
        {
            thread.BeginCleaning(stop);
            throw;
        }
    }
}
