using AsyncCSharp.Loop;

namespace AsyncCSharp.Cells;

/// <summary>Starts a cell for its runner and waits for it, on the pipeline thread, which serves the pipeline meanwhile.</summary>
internal sealed class CellDrive(CellInvocation invocation, Func<Task<object?>> start) : ICellDrive, IDisposable
{
    private readonly SynchronizationContext? _outer = invocation.Pump.Foreign;
    private EventTicks? _events;

    /// <inheritdoc/>
    public CancellationToken Token => invocation.Token;

    /// <inheritdoc/>
    public Task<object?>? Task { get; private set; }

    /// <inheritdoc/>
    public Task<object?> Start()
    {
        if (Task is not null)
        {
            return Task;
        }

        // From here on a loop of the runner's own may block this thread: that loop serves the pipeline too.
        if (SynchronizationContext.Current is { } context and not SessionLoop)
        {
            invocation.Pump.Foreign = context;
            _events = new EventTicks(invocation);
        }

        CodePlace before = invocation.Boundary.Set(inside: true);
        try
        {
            Task = start();
            invocation.Frames.Main = Task;
            return Task;
        }
        catch (Exception e)
        {
            return Task = System.Threading.Tasks.Task.FromException<object?>(e);
        }
        finally
        {
            invocation.Boundary.Restore(before);
        }
    }

    /// <inheritdoc/>
    public void Wait(Task task)
    {
        CodePlace before = invocation.Boundary.Set(inside: true);
        try
        {
            invocation.Waits.For(task);
        }
        finally
        {
            invocation.Boundary.Restore(before);
        }
    }

    /// <inheritdoc/>
    public void EnterRunspace() => invocation.Output.EnterRunspace();

    /// <summary>The runner has returned: its loop no longer has the thread, but that of the cell around it, if there is one.</summary>
    public void Dispose()
    {
        _events?.Dispose();
        invocation.Pump.Foreign = _outer;
    }
}
