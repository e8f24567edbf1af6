using System.Diagnostics;
using System.Management.Automation.Host;
using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;
using AsyncCSharp.Failures;
using AsyncCSharp.Interop;
using AsyncCSharp.Loop;
using AsyncCSharp.Output;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>
/// One call of <c>Invoke-CSharpCell</c> (or one job): its token, how its pipeline thread waits, and how it is stopped.
/// </summary>
internal sealed class CellInvocation : IStopTarget, IPrintingCell, ISessionWork, IDisposable
{
    private readonly SessionHold _hold;
    private readonly StopLadder _ladder;
    private readonly OutsideWait _outside;
    private readonly RunspaceEvents _events = new();
    private readonly IDisposable? _scripts;
    private StopTicket? _ticket;
    private volatile bool _ended;
    private object? _exitCode;
    private bool _warnedOfBlockedLoop;
    private Action? _stopNested;

    /// <summary>Begins an invocation whose pipeline thread is the calling one.</summary>
    /// <param name="hold">The thread's hold on the session, which ends with the invocation.</param>
    /// <param name="output">The streams.</param>
    public CellInvocation(SessionHold hold, ICellOutput output)
    {
        _hold = hold;
        Session = hold.Session;
        Output = output;
        Streams = new CellStreams(this);
        Leftovers = new CellLeftovers(this);
        Lending = new LoopLending(this);
        Boundary = new CodeBoundary(Stop);
        Frames = new LiveFrames(Stop, () => _ladder!.Watch());
        _outside = new OutsideWait(this);
        _ladder = new StopLadder(this);
        ProcessHandlers.Enter();
        hold.Add(this);
        _scripts = output.OwnsScripts ? null : Session.Owner.Scripts.Open(Pump, RunCallback, () => Boundary.IsBlocked);
    }

    /// <summary>Whether it is to stop, and how far that is.</summary>
    public StopScope Stop { get; } = new(StoppableRun.Current?.Stop);

    /// <summary>The session whose cells it runs.</summary>
    public CSharpSession Session { get; }

    /// <summary>The session's compiled state, which is the invocation's as long as it has not ended.</summary>
    /// <exception cref="SessionException">The session was reset or removed meanwhile, or what it is made with is not to be had.</exception>
    public IScriptSession OpenScript(PackageReport? report = null) => _hold.OpenScript(Token, report);

    /// <summary>Has PowerShell know the types of the session's libraries, for what the cell calls there.</summary>
    public void ShowTypes() => _hold.ShowTypes();

    /// <summary>Its streams. On the pipeline thread only.</summary>
    public ICellOutput Output { get; }

    /// <summary>The way to them from any thread, and from the cell's context.</summary>
    public CellStreams Streams { get; }

    /// <summary>The same, as the cell's <c>Shell</c> offers it.</summary>
    public ShellAccess Shell => field ??= new ShellAccess(this);

    /// <summary>Lends its loop while the pipeline thread is in PowerShell's code.</summary>
    public LoopLending Lending { get; }

    /// <summary>What may still execute after a stop.</summary>
    public CellLeftovers Leftovers { get; }

    /// <summary>What <c>-ArgumentList</c> gave.</summary>
    public IReadOnlyList<object?> Arguments { get; init; } = [];

    /// <summary>The same as programs have it.</summary>
    public string[] ArgumentTexts => [.. Arguments.Select(a => System.Management.Automation.LanguagePrimitives.ConvertTo<string>(a))];

    /// <summary>What its cells have as other objects than PowerShell.</summary>
    public HandedValues Handed { get => field ??= new(); set; }

    /// <summary>The pump of its pipeline thread.</summary>
    public ThreadPump Pump { get; } = ThreadPump.Current;

    /// <summary>Knows when the pipeline thread may be interrupted.</summary>
    public CodeBoundary Boundary { get; }

    /// <summary>Its async methods that have suspended and not ended.</summary>
    public LiveFrames Frames { get; }

    /// <summary>Fires when the cell is to stop. Stays usable after the end.</summary>
    public CancellationToken Token => Stop.Token;

    /// <summary>Whether it is to stop, or the cell that it was called from.</summary>
    public bool IsStopping => Stop.IsStopping;

    /// <summary>Whether a wait that blocks the pipeline thread in the cell's code serves the pump: the session's loop sees to it.</summary>
    public bool BlockedWaitsAreServed { get; set; }

    /// <summary>Why it is to stop.</summary>
    public StopCause Cause => Stop.Cause;

    /// <summary>Whether a command downstream was interrupted in a wait that would have kept the stopped cell.</summary>
    public bool HasInterruptedDownstream { get; set; }

    /// <summary>
    /// The execution context of the cell's code that the pipeline thread has left for PowerShell's, and will come back to; null in the cell's
    /// code. On the pipeline thread only.
    /// </summary>
    public ExecutionContext? CalledFrom { get; set; }

    /// <summary>The number that its latest cell has given by <c>return</c>; null where it gave none.</summary>
    public int? ReturnedNumber { get; set; }

    /// <summary>Whether it runs a script file or a program, which <see cref="Environment.Exit"/> ends, and not the process.</summary>
    public bool IsOfFile { get; set; }

    /// <summary>What <see cref="Environment.Exit"/> was called with; null where it was not.</summary>
    public int? ExitCode => (int?)_exitCode;

    /// <summary>The loop that its latest cell ran under, or null.</summary>
    public SessionLoop? Loop { get; set; }

    /// <summary>Whether the time to wait for a stopped cell is over.</summary>
    public bool IsAbandoned => Stop.IsAbandoned;

    /// <summary>Begins to stop. Returns at once; the first cause counts. Any thread.</summary>
    public void RequestStop(StopCause cause)
    {
        if (Stop.Request(cause))
        {
            _ticket = new StopTicket();
            _ladder.Start();
            Pump.Signal();
        }
    }

    /// <summary>Its own code ends it. The first exit code counts. Any thread.</summary>
    public void Exit(int code)
    {
        _ = Interlocked.CompareExchange(ref _exitCode, code, null);
        RequestStop(StopCause.Exit);
    }

    /// <summary>Stops what the cell called in PowerShell, and ends blocking waits of its code.</summary>
    /// <param name="isUnwinding">Whether the pipeline thread waits for code that is about to end.</param>
    public void InterruptWaits(bool isUnwinding)
    {
        // Code that has been stopped and cleans up is left alone for as long as it may.
        if (!Boundary.Thread.IsCleaning(Stop) || Stop.IsCleanupOver)
        {
            Volatile.Read(ref _stopNested)?.Invoke();
        }

        if (!isUnwinding)
        {
            Boundary.Interrupt();
            Frames.InterruptWaits();
        }

        Loop?.InterruptBackground(Stop);
        Pump.Signal();
    }

    /// <summary>Pipeline thread, where the cell was stopped and has ended: serves what of it cleans up still, for as long as that may.</summary>
    public void WaitForCleanup()
    {
        while (IsStopping && Frames.Any && !Stop.IsUnwindingOver)
        {
            ServeOrWait(Durations.CleanupSlice);
        }
    }

    /// <summary>Whether the cmdlet has returned.</summary>
    public bool Ended => _ended;

    /// <summary>Whether other threads have written enough for the moment, and PowerShell is at it.</summary>
    public bool IsBackedUp => Pump is { Work.Count: >= BackPressure.Limit, IsCurrentThread: false, Inside: null } && !_ended && !IsStopping;

    /// <summary>Says how to stop the PowerShell code that the cell goes into, and gives what it was in before, to be set when it is back.</summary>
    public Action? SetNestedStop(Action? stop) => Interlocked.Exchange(ref _stopNested, stop);

    /// <summary>Pipeline thread: serves the pump until the task has ended. Does not throw what the task threw.</summary>
    /// <exception cref="OperationCanceledException">The cell was stopped and the task has not ended in time.</exception>
    public void Wait(Task task)
    {
        if (!task.IsCompleted)
        {
            WaitFor(task);
        }
    }

    /// <summary>Pipeline thread: serves the pump until the condition holds, which is looked at after each signal.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="milliseconds">How long at most; <see cref="Timeout.Infinite"/> for ever.</param>
    /// <returns>Whether the condition holds.</returns>
    /// <exception cref="OperationCanceledException">The cell was stopped and the condition has not come true in time.</exception>
    public bool WaitUntil(Func<bool> condition, int milliseconds)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            // What a command downstream threw is a stop like any other: the cell is waited for while it cleans up.
            bool served = Pump.RunNext();
            if (IsAbandoned && !condition())
            {
                Leftovers.IsWaitGivenUp = true;
                throw new CellStoppedException(Token);
            }

            if (ServeEvents() || served)
            {
                continue;
            }

            int left = milliseconds < 0 ? milliseconds : Math.Max(0, milliseconds - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (left == 0)
            {
                return false;
            }

            // Not as the cell's code: an interrupt is for waits of the cell's own.
            bool before = Boundary.Set(inside: false);
            try
            {
                _ = Pump.WaitForSignal(IsStopping ? StoppingSlice(left) : RunspaceEvents.Slice(left));
            }
            finally
            {
                _ = Boundary.Set(before);
            }
        }

        Streams.ThrowIfFailed();
        return true;
    }

    /// <summary>Pipeline thread, in a wait of the cell: runs the runspace's event actions, if it is time to look for them. Whether it was.</summary>
    public bool ServeEvents() => _events.IsDue && Pump.IsCurrentThread && !IsStopping && !ConsoleLock.IsHeld
        && _events.Serve(work => Streams.Outside(_ => work()));

    /// <summary>Pipeline thread, where cells that were stopped are to end: serves the pump, or waits a little for work.</summary>
    public void ServeOrWait(int milliseconds)
    {
        bool before = Boundary.Set(inside: true);
        bool served = true;
        try
        {
            served = Pump.RunNext();
        }
        catch (ThreadInterruptedException)
        {
            // Meant for a wait in what was served, and too late for it.
        }
        finally
        {
            _ = Boundary.Set(before);
        }

        if (!served)
        {
            _ = Pump.WaitForSignal(milliseconds);
        }
    }

    /// <summary>Warns, once, that the cell blocked its loop's thread while the loop had work.</summary>
    public void WarnOfBlockedLoop()
    {
        if (!_warnedOfBlockedLoop && BlockingWait.IsOnTask())
        {
            _warnedOfBlockedLoop = true;
            Streams.Send(output => output.WriteWarning(Strings.BlockedLoop, nameof(Strings.BlockedLoop)));
        }
    }

    /// <summary>The cmdlet returns: runs what is still queued for the pipeline thread.</summary>
    public void Complete()
    {
        _ = Pump.RunWork();
        Streams.ThrowIfFailed();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Handed.EndCall();
            _scripts?.Dispose();

            // What its cells have loaded on the way.
            ShowTypes();
        }
        finally
        {
            bool isFirst = !_ended;
            _ended = true;
            _ = Boundary.Set(inside: false);
            Streams.HandOver();
            _hold.Dispose();
            if (isFirst)
            {
                ProcessHandlers.Leave();
            }
        }
    }

    /// <inheritdoc/>
    CodeThread IStopTarget.Thread => Boundary.Thread;

    /// <inheritdoc/>
    bool IStopTarget.HasForeignLoop => Pump.Foreign is not null;

    /// <inheritdoc/>
    IFailureSink IStopTarget.Failures => Session.Failures;

    /// <inheritdoc/>
    void IStopTarget.EndOutsideWait() => _outside.Look();

    /// <inheritdoc/>
    void IStopTarget.AddLeftover(Task task) => Leftovers.Add(task);

    /// <inheritdoc/>
    public HostPrinter Printer => Session.Owner.Printer;

    /// <inheritdoc/>
    PSHost? IPrintingCell.Host => Session.Owner.Host;

    /// <inheritdoc/>
    bool IPrintingCell.AllowsStandIn => Streams.AllowsStandIn;

    /// <inheritdoc/>
    void IPrintingCell.Note(ConsoleNote note) => Streams.Note(note);

    /// <inheritdoc/>
    void IPrintingCell.Deliver(Action<ICellOutput> action) => Streams.Deliver(action);

    // Apart, so that a task that has ended costs no closure.
    private void WaitFor(Task task)
    {
        _ = task.ContinueWith(
            static (_, pump) => ((ThreadPump)pump!).Signal(),
            Pump,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        _ = WaitUntil(() => task.IsCompleted, Timeout.Infinite);
    }

    // A call of a script block by another thread, which gets what it throws. The end of the pipeline is the invocation's matter as well.
    private void RunCallback(Action call)
    {
        try
        {
            Streams.Outside(_ => Streams.OfScripts.Run(call, withErrors: true));
        }
        catch (Exception e) when (PipelineExceptions.EndsPipeline(e))
        {
            // It has been noted.
        }
    }

    private static int StoppingSlice(int left) => left < 0 ? Durations.StoppedCellSlice : Math.Min(left, Durations.StoppedCellSlice);
}
