using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace AsyncCSharp;

/// <summary>
/// One call of <c>Invoke-CSharpCell</c> (or one job): its token, its way to the pipeline thread, and how it is stopped.
/// </summary>
internal sealed class CellInvocation : IDisposable
{
    /// <summary>How long after a stop finally blocks and Dispose methods may run.</summary>
    private static readonly TimeSpan s_cleanupGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>How long after a stop the cell is waited for, before it is abandoned. The prompt is promised within 2 s.</summary>
    private static readonly TimeSpan s_abandonAfter = TimeSpan.FromMilliseconds(1200);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly ExecutionContext? _outerContext = ExecutionContext.Capture();
    private readonly SynchronizationContext? _outerSynchronization = SynchronizationContext.Current;
    private readonly object _lock = new();
    private readonly CellInvocation? _parent = CellRun.Current?.Invocation;
    private readonly List<Task> _leftovers = [];
    private long _stoppedAt;
    private StopTicket? _ticket;
    private ExceptionDispatchInfo? _pipelineFailure;
    private volatile bool _isStopping;
    private volatile bool _ended;
    private bool _warnedOfBlockedLoop;
    private Action? _stopNested;

    /// <summary>Begins an invocation whose pipeline thread is the calling one.</summary>
    public CellInvocation(CSharpSession session, ICellOutput output)
    {
        Session = session;
        Output = output;
        session.Register(this);
    }

    /// <summary>The session whose cells it runs.</summary>
    public CSharpSession Session { get; }

    /// <summary>Its streams. On the pipeline thread only.</summary>
    public ICellOutput Output { get; }

    /// <summary>What <c>-ArgumentList</c> gave.</summary>
    public IReadOnlyList<object?> Arguments { get; init; } = [];

    /// <summary>The pump of its pipeline thread.</summary>
    public ThreadPump Pump { get; } = ThreadPump.Current;

    /// <summary>Knows when the pipeline thread may be interrupted.</summary>
    public UserCodeGuard Guard { get; } = new();

    /// <summary>Fires when the cell is to stop. Stays usable after the end.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Whether it is to stop, or the cell that it was called from.</summary>
    public bool IsStopping => _isStopping || _parent is { IsStopping: true };

    /// <summary>Whether a wait that blocks the pipeline thread in the cell's code serves the pump: the session's loop sees to it.</summary>
    public bool BlockedWaitsAreServed { get; set; }

    /// <summary>Why it is to stop.</summary>
    public StopCause Cause { get; private set; }

    /// <summary>Whether the time for cleaning up after a stop is over.</summary>
    public bool IsCleanupOver => StoppedFor > s_cleanupGrace;

    /// <summary>What is left of the time for cleaning up.</summary>
    public TimeSpan CleanupLeft => s_cleanupGrace > StoppedFor ? s_cleanupGrace - StoppedFor : TimeSpan.Zero;

    /// <summary>Whether some code of it has been stopped already, so that finally blocks may be running.</summary>
    public bool HasThrown { get; set; }

    /// <summary>Whether the time to wait for a stopped cell is over.</summary>
    public bool IsAbandoned => StoppedFor > s_abandonAfter;

    private TimeSpan StoppedFor => _isStopping
        ? Stopwatch.GetElapsedTime(_stoppedAt)
        : _parent is { IsStopping: true } parent ? parent.StoppedFor : TimeSpan.Zero;

    /// <summary>Begins to stop. Returns at once; the first cause counts. Any thread.</summary>
    public void RequestStop(StopCause cause)
    {
        lock (_lock)
        {
            if (_isStopping)
            {
                return;
            }

            Cause = cause;
            _stoppedAt = Stopwatch.GetTimestamp();
            _ticket = new StopTicket();
            _isStopping = true;
        }

        // Callbacks of the token are the user's code: they must not hold up the thread that stops, and the pool may be full
        // of what is to be stopped.
        new Thread(Cancel) { IsBackground = true, Name = "AsyncCSharp cancel" }.UnsafeStart();
        Pump.Signal();
        if (!_ended)
        {
            StopLadder.Start(this);
        }
    }

    /// <summary>Stops what the cell called in PowerShell, and wakes the pipeline thread from a blocking wait.</summary>
    public void InterruptPipelineThread()
    {
        Volatile.Read(ref _stopNested)?.Invoke();
        Guard.Interrupt();
        Pump.Signal();
    }

    /// <summary>Whether the cmdlet has returned.</summary>
    public bool Ended => _ended;

    /// <summary>Says how to stop the PowerShell code that the cell is in; null when it is back.</summary>
    public void SetNestedStop(Action? stop) => Volatile.Write(ref _stopNested, stop);

    /// <summary>
    /// Has something done on the pipeline thread, in order: at once where that is the calling thread, else when the
    /// pipeline thread comes by; never waits for it.
    /// </summary>
    /// <param name="action">What to do.</param>
    /// <param name="otherwise">What to do instead where the cell has ended before the pipeline thread came by.</param>
    public void Send(Action<ICellOutput> action, Action? otherwise = null)
    {
        if (Pump.IsCurrentThread)
        {
            _ = Pump.RunWork();
            Outside(action);
        }
        else
        {
            Pump.Post(() => Deliver(action, otherwise));
        }
    }

    /// <summary>As <see cref="Send"/>; the task ends when it is done.</summary>
    public Task SendAsync(Action<ICellOutput> action)
    {
        if (Pump.IsCurrentThread)
        {
            Send(action);
            return Task.CompletedTask;
        }

        return new PipelineWrite(this, action).Run();
    }

    /// <summary>As <see cref="SendAsync"/>, and waits for the answer. What the action throws is the caller's.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="allowsStandIn">Whether another thread may do it while the cell blocks the pipeline thread.</param>
    public T Ask<T>(Func<ICellOutput, T> action, bool allowsStandIn = false)
    {
        T result = default!;
        if (Pump.IsCurrentThread)
        {
            Send(output => result = action(output));
            return result;
        }

        return new PipelineRequest<T>(this, action) { AllowsStandIn = allowsStandIn }.Run();
    }

    /// <summary>Pipeline thread: serves the pump until the task has ended. Does not throw what the task threw.</summary>
    /// <exception cref="OperationCanceledException">The cell was stopped and the task has not ended in time.</exception>
    public void Wait(Task task)
    {
        if (task.IsCompleted)
        {
            return;
        }

        _ = task.ContinueWith(
            static (_, pump) => ((ThreadPump)pump!).Signal(),
            Pump,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        while (!task.IsCompleted)
        {
            if (Pump.RunNext())
            {
                ThrowIfPipelineFailed();
                continue;
            }

            if (IsAbandoned)
            {
                throw new OperationCanceledException(Strings.CellStopped, Token);
            }

            // The guard is left: an interrupt is for waits of the cell's own.
            bool before = Guard.Set(inside: false);
            _ = Pump.WaitForSignal(IsStopping ? 50 : Timeout.Infinite);
            _ = Guard.Set(before);
        }

        ThrowIfPipelineFailed();
    }

    /// <summary>Throws again what PowerShell threw into the pipeline thread, where the cell's code swallowed it.</summary>
    public void ThrowIfPipelineFailed() => _pipelineFailure?.Throw();

    /// <summary>The exception of PowerShell's that ended the pipeline, or null.</summary>
    public Exception? PipelineFailure => _pipelineFailure?.SourceException;

    /// <summary>Warns, once, that the cell blocked its loop's thread while the loop had work.</summary>
    public void WarnOfBlockedLoop()
    {
        if (!_warnedOfBlockedLoop && BlockingWait.IsOnTask())
        {
            _warnedOfBlockedLoop = true;
            Send(output => output.WriteWarning(Strings.BlockedLoop));
        }
    }

    /// <summary>Runs PowerShell's code on the pipeline thread, out of the cell's execution and synchronization context.</summary>
    public void Outside(Action<ICellOutput> action)
    {
        bool before = Guard.Set(inside: false);
        SynchronizationContext? synchronization = SynchronizationContext.Current;
        try
        {
            if (_outerContext is null)
            {
                action(Output);
            }
            else
            {
                ExecutionContext.Run(
                    _outerContext,
                    _ =>
                    {
                        SynchronizationContext.SetSynchronizationContext(_outerSynchronization);
                        action(Output);
                    },
                    null);
            }
        }
        catch (Exception e) when (PipelineExceptions.EndsPipeline(e))
        {
            FailPipeline(e);
            throw;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(synchronization);
            _ = Guard.Set(before);
        }
    }

    /// <summary>Remembers a task whose code was still executing when its await was given up.</summary>
    public void AddLeftover(Task task)
    {
        lock (_lock)
        {
            _leftovers.Add(task);
        }
    }

    /// <summary>Whether, some time after the stop, code of the cell is still executing. Waits a moment for it to end.</summary>
    public bool HasLeftovers()
    {
        if (!_isStopping)
        {
            return false;
        }

        Task[] running;
        lock (_lock)
        {
            running = [.. _leftovers.Where(t => t.Status == TaskStatus.Running)];
        }

        while (running.Length > 0 && !IsAbandoned)
        {
            _ = Pump.RunWork();
            _ = Pump.WaitForSignal(10);
            running = [.. running.Where(t => t.Status == TaskStatus.Running)];
        }

        return running.Length > 0;
    }

    /// <summary>The cmdlet returns: runs what is still queued for the pipeline thread.</summary>
    public void Complete()
    {
        _ = Pump.RunWork();
        ThrowIfPipelineFailed();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended = true;
        _ = Guard.Set(inside: false);
        Session.Unregister(this);
    }

    private void Deliver(Action<ICellOutput> action, Action? otherwise)
    {
        if (_ended)
        {
            otherwise?.Invoke();
            return;
        }

        if (_pipelineFailure is not null)
        {
            return;
        }

        try
        {
            Outside(action);
        }
        catch (Exception e)
        {
            FailPipeline(e);
        }
    }

    private void Cancel()
    {
        // What a cell has registered with its token is there for the stop: its checks let it clean up.
        CellRun.MarkUnwinding(this);
        try
        {
            _cancellation.Cancel();
        }
        catch (AggregateException e)
        {
            Session.ReportFailure(e.InnerExceptions[0]);
        }
    }

    /// <summary>Keeps what PowerShell threw into the pipeline thread, and stops the cell.</summary>
    public void FailPipeline(Exception e)
    {
        _pipelineFailure ??= ExceptionDispatchInfo.Capture(e);
        CellRun.BeginUnwinding(this);
        RequestStop(StopCause.Downstream);
    }
}
