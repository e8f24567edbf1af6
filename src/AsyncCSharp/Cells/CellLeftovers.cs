using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>Code of a stopped cell that may still be executing: it is waited for a moment, and then the user is told.</summary>
internal sealed class CellLeftovers(CellInvocation invocation)
{
    private readonly List<Task> _tasks = [];
    private bool _warned;

    /// <summary>Whether a wait for the cell itself was given up: then it executes for sure.</summary>
    public bool IsWaitGivenUp { get; set; }

    /// <summary>Remembers a task whose code was still executing when its await was given up. Any thread.</summary>
    public void Add(Task task)
    {
        lock (_tasks)
        {
            _tasks.Add(task);
        }
    }

    /// <summary>Warns, once, where code of the stopped cell is still executing.</summary>
    public void Warn()
    {
        if (_warned || !Any())
        {
            return;
        }

        _warned = true;
        try
        {
            invocation.Streams.Outside(output => output.WriteWarning(Strings.CellAbandoned, nameof(Strings.CellAbandoned)));
        }
        catch (Exception e) when (e is System.Management.Automation.RuntimeException or InvalidOperationException)
        {
            // A stopped pipeline takes no warnings any more: the warning goes to the host.
            invocation.Session.Owner.WriteWarningToHost(Strings.CellAbandoned);
        }
    }

    // Called some time after the stop; waits for a moment until such code has ended.
    private bool Any()
    {
        if (invocation.Cause == StopCause.None || IsWaitGivenUp)
        {
            return IsWaitGivenUp;
        }

        Task[] running;
        lock (_tasks)
        {
            running = [.. _tasks.Where(t => t.Status == TaskStatus.Running)];
        }

        while (running.Length > 0 && !invocation.IsAbandoned)
        {
            _ = invocation.Pump.RunWork();
            _ = invocation.Pump.WaitForSignal(Durations.LeftoverSlice);
            running = [.. running.Where(t => t.Status == TaskStatus.Running)];
        }

        return running.Length > 0;
    }
}
