namespace AsyncCSharp;

/// <summary>
/// One execution of a cell: what its globals read. Flows with the execution context, so that background work of an
/// earlier cell still sees its own input and its own token.
/// </summary>
internal sealed class CellRun(CellInvocation invocation, object? input)
{
    private static readonly AsyncLocal<CellRun?> s_current = new();

    // The stop that has already been thrown on this thread: while that unwinds, finally blocks get a while.
    // A number: the object would keep all that the invocation refers to for as long as the thread lives.
    [ThreadStatic]
    private static long t_unwinding;

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
    public void End() => _ended = true;

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

    /// <summary>Disposes in reverse order. All are disposed, whatever one of them throws; the last exception counts, as with nested <c>using</c>.</summary>
    public async Task DisposeAllAsync()
    {
        Exception? failure = null;
        while (TryPop(out Func<ValueTask>? dispose))
        {
            try
            {
                await dispose!();
            }
            catch (Exception e)
            {
                failure = e;
            }
        }

        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Throws where the run that executes on this thread is to stop. The slow side of <see cref="StopGate"/>.</summary>
    public static void ThrowIfStopped(StopPoint point)
    {
        bool early = point == StopPoint.Resume && PendingAwait.TakeEarly();
        if (Current?.Invocation is not { IsStopping: true } stopped)
        {
            ForeignCode.ThrowIfStopped();
            FinalizerClock.ThrowIfOver();
            StopTicket.OnFalseAlarm();
            return;
        }

        // While the first throw unwinds, finally blocks and Dispose methods may run, for a while. What catches
        // everything may not: its handler throws again. An await comes back on any thread, so there the run decides.
        bool unwinding = point switch
        {
            StopPoint.Jump => t_unwinding == stopped.Id,
            StopPoint.Resume => stopped.HasThrown && !early,
            _ => false,
        };
        if (unwinding && !stopped.IsCleanupOver)
        {
            return;
        }

        BeginUnwinding(stopped);
        throw new OperationCanceledException(Strings.CellStopped, stopped.Token);
    }

    /// <summary>Whether this is how a stop has ended a wait of what executes on this thread: that need not be the cell itself.</summary>
    public static bool IsInterrupt(Exception e) => e is ThreadInterruptedException && Current is { Invocation.IsStopping: true };

    /// <summary>Says that an exception unwinds the invocation's code on this thread: what it passes may clean up.</summary>
    public static void BeginUnwinding(CellInvocation invocation)
    {
        MarkUnwinding(invocation);
        invocation.HasThrown = true;
    }

    /// <summary>Says that what the calling thread executes of the invocation is its cleaning up.</summary>
    public static void MarkUnwinding(CellInvocation invocation) => t_unwinding = invocation.Id;

    private bool TryPop(out Func<ValueTask>? dispose)
    {
        lock (invocation)
        {
            dispose = null;
            return _disposables?.TryPop(out dispose) == true;
        }
    }
}
