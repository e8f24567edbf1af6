using AsyncCSharp.Callbacks;
using AsyncCSharp.Loop;
using AsyncCSharp.Output;
using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>
/// One execution of a cell: what its globals read. Flows with the execution context, so that background work of an
/// earlier cell still sees its own input and its own token.
/// </summary>
internal sealed class CellRun(CellInvocation invocation, object? input) : StoppableRun, IRunningCell, IPrintingRun, IBlockedCell, ICallingCell
{
    // A pipeline makes a run for each object, and most have none of this: so it is kept apart, and made on first need.
    private CellRunExtras? _extras;
    private volatile bool _ended;

    /// <summary>The run whose code is executing, or null outside of cells.</summary>
    public static new CellRun? Current
    {
        get => (CellRun?)StoppableRun.Current;
        set => StoppableRun.Current = value;
    }

    /// <inheritdoc/>
    public override StopScope Stop => invocation.Stop;

    /// <inheritdoc/>
    public override LiveFrames Frames => invocation.Frames;

    /// <inheritdoc/>
    public override Exception? PipelineFailure => invocation.Streams.Failure;

    /// <inheritdoc/>
    public override IFailureSink Failures => invocation.Session.Failures;

    /// <inheritdoc/>
    IPrintingCell IPrintingRun.Cell => invocation;

    /// <inheritdoc/>
    IShellAccess IRunningCell.Shell => invocation.Shell;

    /// <inheritdoc/>
    IDisplayTarget? IRunningCell.Display => invocation.Sink as IDisplayTarget;

    /// <inheritdoc/>
    DisplayFormatters IRunningCell.Formatters => invocation.Session.Lifetime.Formatters;

    /// <inheritdoc/>
    CancellationToken IRunningCell.Stopped => invocation.Token;

    /// <inheritdoc/>
    IReadOnlyList<object?> IRunningCell.Arguments => invocation.Arguments;

    /// <inheritdoc/>
    string[] IRunningCell.ArgumentTexts => invocation.ArgumentTexts;

    /// <inheritdoc/>
    bool ICallingCell.IsInRunspace => invocation is { Output.OwnsScripts: true } or { Pump.IsCurrentThread: true };

    /// <summary>The call of the cmdlet (or the job) that it belongs to.</summary>
    public CellInvocation Invocation => invocation;

    /// <summary>The pipeline object.</summary>
    public object? Input => input;

    /// <summary>Keeps what it writes until its turn; null where it may write at once.</summary>
    public HeldOutput? Held
    {
        get => Volatile.Read(ref _extras)?.Held;
        init
        {
            if (value is not null)
            {
                Extras.Held = value;
            }
        }
    }

    /// <summary>The characters that its console text is split in; made on first need.</summary>
    public SplitCharacters Splits => LazyInitializer.EnsureInitialized(ref Extras.Splits);

    /// <summary>As <see cref="Splits"/>; null where there was no need.</summary>
    public SplitCharacters? SplitsOrNull => Volatile.Read(ref _extras) is { } extras ? Volatile.Read(ref extras.Splits) : null;

    /// <summary>Whether the cell has ended; what it left behind may still run.</summary>
    public bool Ended => _ended;

    /// <summary>Notes that the cell has ended.</summary>
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
    public ExecutionContext? EndFlow => Volatile.Read(ref _extras)?.EndFlow;

    /// <summary>The cell's own code ends, or that of a file that it loads: on whatever thread, in the context that it has made.</summary>
    public void LeaveFlow()
    {
        if ((EntryFlow is not null || HasDisposables) && ExecutionContext.Capture() is { } end)
        {
            if (end != EntryFlow)
            {
                Extras.EndFlow = end;
            }
            else if (Volatile.Read(ref _extras) is { } extras)
            {
                extras.EndFlow = null;
            }
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
            (Extras.Disposables ??= new()).Push(dispose);
        }
    }

    /// <summary>Whether anything waits to be disposed.</summary>
    public bool HasDisposables => Volatile.Read(ref _extras) is { Disposables.Count: > 0 };

    /// <summary>Disposes in reverse order, in the context that the cell has made. All are disposed, whatever one of them throws; the last exception counts, as with nested <c>using</c>.</summary>
    public async Task DisposeAllAsync()
    {
        Exception? failure = null;
        EnterEndFlow();
        while (TryPop(out Func<ValueTask>? dispose))
        {
            try
            {
                // Disposal is part of the clean-up after a stop, on whatever thread it runs.
                if (invocation.IsStopping)
                {
                    StopChecks.BeginCleaning(invocation.Stop);
                }

                await dispose!();
            }
            catch (Exception e)
            {
                failure = e;
            }
        }

        // Disposal changes the context once more: most of what a using variable has set in it is put back then.
        LeaveFlow();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <inheritdoc/>
    public bool TryExit(int exitCode)
    {
        if (invocation.IsOfFile)
        {
            invocation.Exit(exitCode);
        }

        return invocation.IsOfFile;
    }

    /// <inheritdoc/>
    public void DeliverPrinted()
    {
        // Where a console write calls back into the cell (ToString of what is printed), the console's lock is held.
        if (ConsoleLock.IsHeld)
        {
            return;
        }

        if (_ended)
        {
            invocation.Printer.PrintNow();
        }
        else if (invocation.Pump.IsCurrentThread)
        {
            invocation.Streams.Flush();
        }
    }

    /// <inheritdoc/>
    public bool ServeEvents() => invocation.Waits.ServeEvents();

    /// <inheritdoc/>
    public void WarnOfBlockedLoop() => invocation.Waits.WarnOfBlockedLoop();

    /// <inheritdoc/>
    public object? AskInRunspace(Func<object?> action) => invocation.Streams.Ask(output => output.InPipeline(() => invocation.Streams.OfScripts.Run(action, withErrors: true)));

    private CellRunExtras Extras => LazyInitializer.EnsureInitialized(ref _extras);

    private bool TryPop(out Func<ValueTask>? dispose)
    {
        lock (invocation)
        {
            dispose = null;
            return _extras?.Disposables?.TryPop(out dispose) == true;
        }
    }
}
