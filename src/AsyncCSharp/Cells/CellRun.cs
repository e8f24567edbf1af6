using AsyncCSharp.Interop;
using AsyncCSharp.Output;
using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>
/// One execution of a cell: what its globals read. Flows with the execution context, so that background work of an
/// earlier cell still sees its own input and its own token.
/// </summary>
internal sealed class CellRun(CellInvocation invocation, object? input)
{
    private static readonly AsyncLocal<CellRun?> s_current = new();

    private Stack<Func<ValueTask>>? _disposables;
    private volatile bool _ended;
    private SplitCharacters? _splits;

    /// <summary>The run whose code is executing, or null outside of cells.</summary>
    public static CellRun? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    /// <summary>The call of the cmdlet (or the job) that it belongs to.</summary>
    public CellInvocation Invocation => invocation;

    /// <summary>The pipeline object.</summary>
    public object? Input => input;

    /// <summary>Keeps what it writes until its turn; null where it may write at once.</summary>
    public HeldOutput? Held { get; init; }

    /// <summary>The characters that its console text is split in; made on first need.</summary>
    public SplitCharacters Splits => LazyInitializer.EnsureInitialized(ref _splits);

    /// <summary>As <see cref="Splits"/>; null where there was no need.</summary>
    public SplitCharacters? SplitsOrNull => Volatile.Read(ref _splits);

    /// <summary>Whether the cell has ended; what it left behind may still run.</summary>
    public bool Ended => _ended;

    /// <summary>Says that the cell has ended.</summary>
    public void End()
    {
        _ended = true;
        invocation.Handed.End(input);
    }

    /// <summary>What it has of the cells before it, or of the one that has called it; null for nothing.</summary>
    public SessionFlow? Flow { get; set; }

    /// <summary>The execution context in which the cell's own code begins; null where what the code makes of it is not kept.</summary>
    public ExecutionContext? EntryFlow { get; set; }

    /// <summary>The execution context at the end of that code, where the code has changed it; else null.</summary>
    public ExecutionContext? EndFlow { get; private set; }

    /// <summary>The cell's own code ends, or that of a file that it loads: on whatever thread, in the context that it has made.</summary>
    public void LeaveFlow()
    {
        if ((EntryFlow is not null || HasDisposables) && ExecutionContext.Capture() is { } end)
        {
            EndFlow = end == EntryFlow ? null : end;
        }
    }

    /// <summary>Goes on in the context that the cell's own code has made: for its value, and for what it has to dispose.</summary>
    public void EnterEndFlow()
    {
        if (EndFlow is { } end)
        {
            ExecutionContext.Restore(end);
        }
    }

    /// <summary>Keeps what is to be done when the cell ends: a top-level <c>using</c>.</summary>
    public void AddDisposable(Action dispose) => AddDisposable(() =>
    {
        dispose();
        return ValueTask.CompletedTask;
    });

    /// <summary>As <see cref="AddDisposable(Action)"/>, for <c>await using</c>.</summary>
    public void AddDisposable(Func<ValueTask> dispose)
    {
        lock (invocation)
        {
            (_disposables ??= new()).Push(dispose);
        }
    }

    /// <summary>Whether anything waits to be disposed.</summary>
    public bool HasDisposables => _disposables is { Count: > 0 };

    /// <summary>Disposes in reverse order, in the context that the cell has made. All are disposed, whatever one of them throws; the last exception counts, as with nested <c>using</c>.</summary>
    public async Task DisposeAllAsync()
    {
        Exception? failure = null;
        EnterEndFlow();
        while (TryPop(out Func<ValueTask>? dispose))
        {
            try
            {
                // On whatever thread that is: it cleans up.
                if (invocation.IsStopping)
                {
                    BeginCleaning(invocation.Stop);
                }

                await dispose!();
            }
            catch (Exception e)
            {
                failure = e;
            }
        }

        // Most of what a using variable has set is put back when it is disposed.
        LeaveFlow();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>
    /// Throws where the invocation is to stop. For loops of ours that drive code without checks: a library's sequence that
    /// never waits has nothing that a stop could end.
    /// </summary>
    public static void ThrowIfStopped(CellInvocation invocation)
    {
        if (invocation.IsStopping)
        {
            ThrowIfStopped(StopPoint.Jump);
        }
    }

    /// <summary>Throws where the run that executes on this thread is to stop. The slow side of <see cref="StopGate"/>.</summary>
    /// <param name="point">Where the check stands.</param>
    /// <param name="caught">What a handler has caught, or null.</param>
    public static void ThrowIfStopped(StopPoint point, object? caught = null)
    {
        if (Current?.Invocation is not { Stop: { IsStopping: true } stop } invocation)
        {
            ForeignCode.ThrowIfStopped();
            FinalizerClock.ThrowIfOver();
            StopTicket.OnFalseAlarm();
            return;
        }

        // While the stop unwinds, finally blocks and Dispose methods may run, for a while. What catches everything may not swallow
        // the stop, nor the error of a command downstream that was its cause: its handler throws again.
        CodeThread thread = CodeThread.Current;
        bool cleansUp = point switch
        {
            StopPoint.Resume => thread.MayResume(stop),
            StopPoint.Catch => thread.IsPartOfCleaning(stop) && !IsStop(caught) && caught != invocation.Streams.Failure,
            _ => thread.IsPartOfCleaning(stop),
        };
        if (cleansUp && !stop.IsCleanupOver)
        {
            return;
        }

        BeginCleaning(stop);
        throw new OperationCanceledException(Strings.CellStopped, invocation.Token);
    }

    /// <summary>Something is thrown on this thread while code is stopped: where that is how a stop comes out of a wait, what it passes may clean up.</summary>
    public static void OnThrown(Exception e)
    {
        if (IsStop(e) && Current?.Invocation.Stop is { IsStopping: true } stop && !CodeThread.Current.IsPartOfCleaning(stop))
        {
            BeginCleaning(stop);
        }
    }

    /// <summary>Whether this is how a stop has ended a wait of what executes on this thread: that need not be the cell itself.</summary>
    public static bool IsInterrupt(Exception e) => e is ThreadInterruptedException && Current is { Invocation.IsStopping: true };

    /// <summary>Says that an exception unwinds the invocation's code on this thread: what it passes may clean up.</summary>
    public static void BeginCleaning(CellStop stop)
    {
        ExecutingTasks.Note(stop);
        CodeThread.Current.BeginCleaning(stop);
    }

    private static bool IsStop(object? e) => e switch
    {
        AggregateException several => several.InnerExceptions.All(IsStop),
        Exception one => one is OperationCanceledException or ThreadInterruptedException || PipelineExceptions.EndsPipeline(one),
        _ => true,
    };

    private bool TryPop(out Func<ValueTask>? dispose)
    {
        lock (invocation)
        {
            dispose = null;
            return _disposables?.TryPop(out dispose) == true;
        }
    }
}
