using System.Management.Automation.Host;
using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;
using AsyncCSharp.Failures;
using AsyncCSharp.Loop;
using AsyncCSharp.Output;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>
/// One call of <c>Invoke-CSharpCell</c> (or one job): its token, its parts, and how it is stopped.
/// </summary>
internal sealed class CellInvocation : IStopTarget, IPrintingCell, ISessionWork, IDisposable
{
    private readonly SessionHold _hold;
    private readonly StopLadder _ladder;
    private readonly OutsideWait _outside;
    private readonly IDisposable? _scripts;
    private StopFlagHold? _flagHold;
    private volatile bool _ended;
    private object? _exitCode;
    private Action? _stopNested;

    /// <summary>Begins an invocation whose pipeline thread is the calling one.</summary>
    /// <param name="hold">The thread's hold on the session, which ends with the invocation.</param>
    /// <param name="output">The streams.</param>
    public CellInvocation(SessionHold hold, ICellOutput output)
    {
        _hold = hold;
        Session = hold.Session;
        Output = output;
        ConsoleTarget target = Session.Owner.Of<ConsoleTarget>();
        (Sink, Shown) = (target.Sink, target.TakeShown());
        Streams = new CellStreams(this);
        Leftovers = new CellLeftovers(this);
        Lending = new LoopLending(this);
        Waits = new CellWaits(this);
        Boundary = new CodeBoundary(Stop);
        Frames = new LiveFrames(Stop, () => _ladder!.Watch());
        _outside = new OutsideWait(this);
        _ladder = new StopLadder(this);
        ProcessHandlers.Enter();
        hold.Add(this);
        _scripts = output.OwnsScripts ? null : Session.Owner.Scripts.Open(Pump, RunCallback, () => Boundary.IsBlocked);
    }

    /// <summary>Whether, why and since when the invocation is to stop.</summary>
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

    /// <inheritdoc/>
    public IConsoleSink? Sink { get; }

    /// <summary>Where its value is shown; null where it goes into the pipeline as it is.</summary>
    public IDisplayTarget? Shown { get; }

    /// <summary>The way to them from any thread, and from the cell's context.</summary>
    public CellStreams Streams { get; }

    /// <summary>The way to the streams that the cell has in <c>Shell</c>.</summary>
    public ShellAccess Shell => field ??= new ShellAccess(this);

    /// <summary>Lends its loop while the pipeline thread is in PowerShell's code.</summary>
    public LoopLending Lending { get; }

    /// <summary>How its pipeline thread waits.</summary>
    public CellWaits Waits { get; }

    /// <summary>What may still execute after a stop.</summary>
    public CellLeftovers Leftovers { get; }

    /// <summary>What <c>-ArgumentList</c> gave.</summary>
    public IReadOnlyList<object?> Arguments { get; init; } = [];

    /// <summary>The arguments as texts, for programs.</summary>
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

    /// <summary>The cause of the stop; the first one counts.</summary>
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

    /// <summary>What the session's history has of it; null as long as its cell has no number.</summary>
    public CellRecord? Record { get; private set; }

    /// <summary>The loop that its latest cell ran under, or null.</summary>
    public SessionLoop? Loop { get; set; }

    /// <summary>Whether the time to wait for a stopped cell is over.</summary>
    public bool IsAbandoned => Stop.IsAbandoned;

    /// <summary>Takes a number for its cell, and has the session know the text by it.</summary>
    /// <returns>The number.</returns>
    public int TakeNumber(string code, string? path)
    {
        int number = Session.NextCellNumber();
        Session.Sources.Add(number, code);
        Record = Session.Lifetime.History.Begin(number, code, path, Output.Given);
        return number;
    }

    /// <summary>Begins to stop the invocation. Returns at once; the first cause counts. Any thread.</summary>
    public void RequestStop(StopCause cause)
    {
        if (Stop.Request(cause))
        {
            _flagHold = new StopFlagHold();
            _ladder.Start();
            Pump.Signal();
        }
    }

    /// <summary>Stops the invocation since its own code has called for the end. The first exit code counts. Any thread.</summary>
    public void Exit(int code)
    {
        _ = Interlocked.CompareExchange(ref _exitCode, code, null);
        RequestStop(StopCause.Exit);
    }

    /// <summary>Stops what the cell called in PowerShell, and ends blocking waits of its code.</summary>
    /// <param name="isUnwinding">Whether the pipeline thread waits for code that is about to end.</param>
    public void InterruptWaits(bool isUnwinding)
    {
        // Code that cleans up after the stop is left alone until the time for that is over.
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

    /// <summary>Whether the cmdlet has returned.</summary>
    public bool Ended => _ended;

    /// <summary>Whether other threads have written enough for the moment, and PowerShell is at it.</summary>
    public bool IsBackedUp => Pump is { Work.Count: >= BackPressure.Limit, IsCurrentThread: false, Inside: null } && !_ended && !IsStopping;

    /// <summary>Says how to stop the PowerShell code that the cell goes into, and gives what it was in before, to be set when it is back.</summary>
    public Action? SetNestedStop(Action? stop) => Interlocked.Exchange(ref _stopNested, stop);

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

            // The cells may have loaded libraries while they ran.
            ShowTypes();
        }
        finally
        {
            bool isFirst = !_ended;
            _ended = true;
            EndRecord();
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

    private void EndRecord()
    {
        // A command that has enough is as good an end as any.
        if (Cause == StopCause.Downstream && Streams.IsEarlyEnd)
        {
            Record?.Complete();
        }

        Record?.End();
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
            // The streams have noted the failure, and have stopped the invocation.
        }
    }
}
