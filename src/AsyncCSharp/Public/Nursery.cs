using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>
/// A place to start tasks that end together: it is left when all that was started in it has ended, and the first that
/// fails cancels the others. Nothing outlives it.
/// </summary>
/// <remarks>
/// <para>Children run in the synchronization context in which the nursery was opened; without one, on the thread pool.</para>
/// <para>Inside of a nursery, the <c>CancellationToken</c> that a cell sees is the nursery's own, so that
/// <c>await Task.Delay(1000, CancellationToken)</c> ends with it. It fires on the first failure, and when the outer nursery
/// or the cell is stopped.</para>
/// <para>An <c>async void</c> method that is called in a nursery under an event loop belongs to it, too.</para>
/// </remarks>
public sealed class Nursery : IAsyncDisposable, ITaskGroup
{
    private static readonly AsyncLocal<Nursery?> s_innermost = new();

    private readonly object _lock = new();
    private readonly NurseryFailures _failures = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationToken _outerToken;
    private readonly CancellationToken _givenToken;
    private readonly CancellationTokenRegistration _outerRegistration;
    private readonly CancellationTokenRegistration _givenRegistration;
    private readonly LiveFrames? _frames;
    private readonly TaskScheduler _scheduler;
    private readonly Nursery? _outer;
    private volatile bool _cancelled;
    private volatile bool _closed;

    // The body counts as one.
    private int _running = 1;

    private Nursery(CancellationToken cancellationToken)
    {
        StoppableRun? run = StoppableRun.Current;
        _outer = Innermost;
        _outerToken = _outer?.CancellationToken ?? run?.Stop.Token ?? default;
        _givenToken = cancellationToken;
        _scheduler = SynchronizationContext.Current is null ? TaskScheduler.Default : TaskScheduler.FromCurrentSynchronizationContext();
        s_innermost.Value = this;
        _frames = run?.Frames;
        _frames?.Add(this);
        _outerRegistration = _outerToken.UnsafeRegister(static nursery => ((Nursery)nursery!).CancelChildren(), this);
        _givenRegistration = _givenToken.UnsafeRegister(static nursery => ((Nursery)nursery!).CancelChildren(), this);
    }

    /// <summary>The innermost nursery around the code that executes.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static Nursery Current => Innermost ?? throw new InvalidOperationException(Strings.NoNursery);

    /// <summary>Fires when a child fails, and when the nursery is cancelled from outside.</summary>
    public CancellationToken CancellationToken => _cancellation.Token;

    /// <inheritdoc/>
    Task ITaskGroup.End => _ended.Task;

    internal static Nursery? Innermost
    {
        get
        {
            Nursery? nursery = s_innermost.Value;
            while (nursery is { _closed: true })
            {
                nursery = nursery._outer;
            }

            return nursery;
        }
    }

    /// <summary>The innermost nursery of the calling thread's execution context, or null.</summary>
    internal static Nursery? Flow
    {
        get => s_innermost.Value;
        set => s_innermost.Value = value;
    }

    /// <summary>Opens a nursery, runs the body in it, and ends when the body and all children have ended.</summary>
    /// <param name="body">Starts the children. When it fails, they are cancelled.</param>
    /// <param name="cancellationToken">Cancels the nursery from outside.</param>
    /// <exception cref="AggregateException">More than one failed; a single failure is thrown as itself.</exception>
    public static Task RunAsync(Func<Nursery, Task> body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return RunAsync<object?>(
            async nursery =>
            {
                await body(nursery);
                return null;
            },
            cancellationToken);
    }

    /// <summary>As <see cref="RunAsync(Func{Nursery, Task}, CancellationToken)"/>, and gives what the body gave.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="body">Starts the children. When it fails, they are cancelled.</param>
    /// <param name="cancellationToken">Cancels the nursery from outside.</param>
    /// <exception cref="AggregateException">More than one failed; a single failure is thrown as itself.</exception>
    public static async Task<T> RunAsync<T>(Func<Nursery, Task<T>> body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        Nursery nursery = new(cancellationToken);
        T result = default!;
        try
        {
            result = await body(nursery);
        }
        catch (Exception e)
        {
            nursery.Fail(e);
        }

        await nursery.DisposeAsync();
        return result;
    }

    /// <summary>Opens a nursery for an <c>await using</c> block. A block that throws waits for the children; <see cref="RunAsync(Func{Nursery, Task}, CancellationToken)"/> cancels them.</summary>
    /// <param name="cancellationToken">Cancels the nursery from outside.</param>
    public static Nursery Open(CancellationToken cancellationToken = default) => new(cancellationToken);

    /// <summary>Starts a child, soon: not before the caller comes to an await.</summary>
    /// <param name="child">The child; it gets the nursery's token.</param>
    /// <exception cref="InvalidOperationException">The nursery is closed.</exception>
    public void StartSoon(Func<CancellationToken, Task> child)
    {
        ArgumentNullException.ThrowIfNull(child);
        if (!TryEnter())
        {
            throw new InvalidOperationException(Strings.NurseryClosed);
        }

        _ = RunChildAsync(child);
    }

    /// <summary>Starts a child, soon: not before the caller comes to an await.</summary>
    /// <param name="child">The child.</param>
    /// <exception cref="InvalidOperationException">The nursery is closed.</exception>
    public void StartSoon(Func<Task> child)
    {
        ArgumentNullException.ThrowIfNull(child);
        StartSoon(_ => child());
    }

    /// <summary>Starts a synchronous child, soon. Under an event loop nothing else runs on it meanwhile.</summary>
    /// <param name="child">The child; it gets the nursery's token.</param>
    /// <exception cref="InvalidOperationException">The nursery is closed.</exception>
    public void StartSoon(Action<CancellationToken> child)
    {
        ArgumentNullException.ThrowIfNull(child);
        StartSoon(token =>
        {
            child(token);
            return Task.CompletedTask;
        });
    }

    /// <summary>Starts a synchronous child, soon. Under an event loop nothing else runs on it meanwhile.</summary>
    /// <param name="child">The child.</param>
    /// <exception cref="InvalidOperationException">The nursery is closed.</exception>
    public void StartSoon(Action child)
    {
        ArgumentNullException.ThrowIfNull(child);
        StartSoon(_ => child());
    }

    /// <summary>
    /// Cancels all children. That is no failure: the nursery is left without an exception, unless a callback of its token throws one.
    /// </summary>
    public void Cancel()
    {
        _cancelled = true;
        CancelChildren();
    }

    /// <summary>Ends when all children have ended, and throws what they threw.</summary>
    /// <exception cref="AggregateException">More than one failed; a single failure is thrown as itself.</exception>
    public ValueTask DisposeAsync()
    {
        if (s_innermost.Value == this)
        {
            s_innermost.Value = _outer;
        }

        Leave();
        return new ValueTask(EndAsync());
    }

    /// <summary>Notes that something begins in the nursery, or, where that is closing just now, in the next one around it.</summary>
    internal static void Enter(Nursery? nursery)
    {
        while (nursery is not null && !nursery.TryEnter())
        {
            nursery = nursery._outer;
        }
    }

    /// <summary>Notes that something has ended in the nursery. The last to end closes it.</summary>
    internal void Leave()
    {
        Uninterrupted.Enter(_lock);
        bool closes = !_closed && --_running == 0;
        _closed |= closes;
        Monitor.Exit(_lock);
        if (!closes)
        {
            return;
        }

        // The tokens outlive the nursery. The registrations are not disposed of, which would wait for callbacks.
        _ = _outerRegistration.Unregister();
        _ = _givenRegistration.Unregister();
        _frames?.Remove(this);
        _ = _ended.TrySetResult();
    }

    /// <summary>Takes the exception of a child: the others are cancelled. A child that was cancelled has not failed.</summary>
    internal void Fail(Exception e)
    {
        if (e is not OperationCanceledException || !_cancellation.IsCancellationRequested)
        {
            _failures.Add([e]);
            CancelChildren();
        }
    }

    private bool TryEnter()
    {
        Uninterrupted.Enter(_lock);
        bool enters = !_closed;
        _running += enters ? 1 : 0;
        Monitor.Exit(_lock);
        return enters;
    }

    // Callbacks of the token are the user's code. What they throw must not keep anybody from waiting for the children.
    private void CancelChildren()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (AggregateException e)
        {
            _failures.Add(e.InnerExceptions);
        }
    }

    private async Task RunChildAsync(Func<CancellationToken, Task> child)
    {
        try
        {
            await Task.Factory.StartNew(
                () => child(CancellationToken),
                CancellationToken,
                TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler,
                _scheduler).Unwrap().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            Leave();
        }
    }

    private async Task EndAsync()
    {
        await _ended.Task;
        _failures.ThrowIfAny();
        if (!_cancelled)
        {
            _outerToken.ThrowIfCancellationRequested();
            _givenToken.ThrowIfCancellationRequested();
        }
    }
}
