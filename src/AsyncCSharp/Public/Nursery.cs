using System.Runtime.ExceptionServices;

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
public sealed class Nursery : IAsyncDisposable
{
    private static readonly AsyncLocal<Nursery?> s_innermost = new();

    private readonly object _lock = new();
    private readonly List<Exception> _failures = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationToken _outerToken;
    private readonly TaskScheduler _scheduler;
    private readonly Nursery? _outer;
    private bool _cancelled;
    private bool _closed;

    // The body counts as one.
    private int _running = 1;

    private Nursery(CancellationToken cancellationToken)
    {
        _outer = Innermost;
        CancellationTokenSource outer = CancellationTokenSource.CreateLinkedTokenSource(
            _outer?.CancellationToken ?? CellRun.Current?.Invocation.Token ?? default, cancellationToken);
        _outerToken = outer.Token;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(_outerToken);
        _scheduler = SynchronizationContext.Current is null ? TaskScheduler.Default : TaskScheduler.FromCurrentSynchronizationContext();
        s_innermost.Value = this;
    }

    /// <summary>The innermost nursery around the code that executes.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static Nursery Current => Innermost ?? throw new InvalidOperationException(Strings.NoNursery);

    /// <summary>Fires when a child fails, and when the nursery is cancelled from outside.</summary>
    public CancellationToken CancellationToken => _cancellation.Token;

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
        Enter();
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

    /// <summary>Cancels all children. That is no failure: the nursery is left without an exception.</summary>
    public void Cancel()
    {
        lock (_lock)
        {
            _cancelled = true;
        }

        _cancellation.Cancel();
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

    internal void Enter()
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new InvalidOperationException(Strings.NurseryClosed);
            }

            _running++;
        }
    }

    internal void Leave()
    {
        lock (_lock)
        {
            if (_closed || --_running > 0)
            {
                return;
            }

            _closed = true;
        }

        _ = _ended.TrySetResult();
    }

    /// <summary>Takes a failure: the others are cancelled. Being cancelled is none.</summary>
    internal void Fail(Exception e)
    {
        lock (_lock)
        {
            if (e is OperationCanceledException && _cancellation.IsCancellationRequested)
            {
                return;
            }

            _failures.Add(e);
        }

        _cancellation.Cancel();
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
        switch (_failures)
        {
            case []:
                break;
            case [var one]:
                ExceptionDispatchInfo.Throw(one);
                break;
            default:
                throw new AggregateException(_failures);
        }

        if (!_cancelled)
        {
            _outerToken.ThrowIfCancellationRequested();
        }
    }
}
