using System.Diagnostics.CodeAnalysis;
using AsyncCSharp.Cells;
using AsyncCSharp.Loop;

namespace AsyncCSharp;

/// <summary>A cell that a runner is to run. Usable on the pipeline thread, while <see cref="ICellRunner.Run"/> is on the stack.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "EndForeign disposes it; runners have nothing to dispose.")]
public sealed class CellContext
{
    private readonly CellInvocation _invocation;
    private readonly Func<Task<object?>> _start;
    private Task<object?>? _task;
    private EventTicks? _events;

    internal CellContext(CellInvocation invocation, string code, Func<Task<object?>> start)
    {
        _invocation = invocation;
        _start = start;
        Code = code;
    }

    /// <summary>The cell's text.</summary>
    public string Code { get; }

    /// <summary>Fires when the cell is to stop.</summary>
    public CancellationToken CancellationToken => _invocation.Token;

    internal CellInvocation Invocation => _invocation;

    internal Task<object?>? Task => _task;

    /// <summary>
    /// Runs the cell's first synchronous stretch on the calling thread, under the current synchronization context, and
    /// gives the task of the whole. A second call gives the same task.
    /// </summary>
    public Task<object?> Start()
    {
        if (_task is not null)
        {
            return _task;
        }

        // A loop of the runner's own blocks this thread from here on: it is to serve the pipeline too.
        if (SynchronizationContext.Current is { } context and not SessionLoop)
        {
            _invocation.Pump.Foreign = context;
            _events = new EventTicks(_invocation);
        }

        bool before = _invocation.Guard.Set(inside: true);
        try
        {
            _task = _start();
            _invocation.Frames.Main = _task;
            return _task;
        }
        catch (Exception e)
        {
            return _task = System.Threading.Tasks.Task.FromException<object?>(e);
        }
        finally
        {
            _ = _invocation.Guard.Set(before);
        }
    }

    /// <summary>The runner has returned: its loop no longer has the thread, but that of the cell around it, if there is one.</summary>
    internal void EndForeign(SynchronizationContext? outer)
    {
        _events?.Dispose();
        _invocation.Pump.Foreign = outer;
    }

    /// <summary>Blocks until the task has ended, and serves the pipeline and the session's loop meanwhile. Throws what the task threw.</summary>
    /// <param name="task">What to wait for.</param>
    /// <exception cref="OperationCanceledException">The cell was stopped, and the task did not end in time.</exception>
    public void Wait(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        bool before = _invocation.Guard.Set(inside: true);
        try
        {
            _invocation.Wait(task);
        }
        finally
        {
            _ = _invocation.Guard.Set(before);
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary><see cref="Start"/> and <see cref="Wait"/>: gives the cell's value.</summary>
    public object? RunToCompletion()
    {
        Task<object?> task = Start();
        Wait(task);
        return task.GetAwaiter().GetResult();
    }
}
