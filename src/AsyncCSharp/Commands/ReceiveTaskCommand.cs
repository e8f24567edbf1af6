using System.Collections;
using System.Management.Automation;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Loop;
using AsyncCSharp.Receiving;
using AsyncCSharp.Reporting;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Commands;

/// <summary>Awaits tasks and asynchronous streams from PowerShell.</summary>
[Cmdlet(VerbsCommunications.Receive, "Task")]
[Alias("await")]
[OutputType(typeof(object))]
public sealed class ReceiveTaskCommand : SessionCommand, IDisposable
{
    private readonly ForeignCode _code = new();
    private PumpWait _wait = null!;
    private Timer? _clock;
    private TaskReceiver? _receiver;
    private LoopHold? _loops;
    private IDisposable? _scripts;
    private ScriptStreams? _streams;

    /// <summary>Tasks, other awaitables and asynchronous streams, or collections of them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object? Task { get; set; }

    /// <summary>Waits for the first to end only.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>How long to wait for all of them, 0 for any time.</summary>
    [Parameter]
    [ValidateRange(0.0, int.MaxValue / 1000)]
    public double TimeoutSeconds { get; set; }

    /// <summary>Writes results in the order of the tasks.</summary>
    [Parameter]
    public SwitchParameter KeepOrder { get; set; }

    /// <summary>Writes a result that is a collection whole.</summary>
    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    // More than one: a failure is that task's only, and does not end the statement.
    private bool IsSingle => Any || _receiver!.Count == 1;

    /// <inheritdoc/>
    public void Dispose()
    {
        _clock?.Dispose();
        _code.BeginCleanup();
        _code.Inside(() => _receiver?.Abandon());
        _code.Dispose();
        _scripts?.Dispose();
        _scripts = null;
        _loops?.Dispose();
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        TimeSpan timeout = TimeoutSeconds > 0 ? TimeSpan.FromSeconds(TimeoutSeconds) : Timeout.InfiniteTimeSpan;
        _wait = new PumpWait(timeout) { Outside = work => ForeignCode.Outside(() => RunScript(work)) };
        _clock = timeout > TimeSpan.Zero ? new Timer(static command => ((ReceiveTaskCommand)command!).Expire(), this, timeout, Timeout.InfiniteTimeSpan) : null;
        _receiver = new TaskReceiver(_wait, Write, Fail) { KeepOrder = KeepOrder && !Any };
        _scripts = State.Scripts.Open(_wait.Pump, RunCallback, static () => false);
        EndWithCommand(_wait);
        _loops = LoopHold.Of(State, _wait);
        _wait.OnWake = _loops is null ? null : _loops.Update;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Guarded(() =>
        {
            object? value = Bare(Task);
            if (value is IEnumerable items and not string and not IDictionary && ValueKinds.StreamTypeOf(value) is null && !Awaitable.Is(value))
            {
                foreach (object? item in ItemsOf(items))
                {
                    Add(Bare(item));
                }
            }
            else
            {
                Add(value);
            }

            // As long as there is one only, its failure may still have to end the statement.
            if (!Any && !KeepOrder && _receiver!.Count > 1)
            {
                _receiver!.WriteEnded();
            }
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Guarded(() =>
        {
            if (!Any)
            {
                _receiver!.ReceiveAll();
            }
            else if (_receiver!.Count > 0)
            {
                _receiver!.ReceiveAny();
            }
        });
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        _code.Stop();
    }

    private void RunScript(Action work)
    {
        _loops?.GiveBack();
        work();
    }

    private void RunCallback(Action call)
    {
        _loops?.GiveBack();
        (_streams ??= CommandStreams.Of(this, record => ScriptRecords.Write(this, record))).Run(call, withErrors: true);
    }

    private void Expire()
    {
        _wait.Expire();
        _code.Stop();
    }

    // What it goes through may be a collection of a cell's.
    private void Do(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            _wait.ThrowIfOver(e);
            throw;
        }
    }

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private void Add(object? value)
    {
        ReceivedSource? source;
        try
        {
            source = value is null || (Any && ValueKinds.StreamTypeOf(value) is not null)
                ? null
                : WithoutContext(() => ReceivedSource.For(value, _receiver!.Token));
        }
        catch (Exception e) when (!PipelineExceptions.EndsPipeline(e))
        {
            // An awaitable that fails when it is asked for its awaiter, or a stream for its enumerator.
            _wait.ThrowIfOver(e);
            Refuse(value, Errors.TaskFailed(e, value));
            return;
        }

        if (source is not null)
        {
            WithoutContext(() =>
            {
                _receiver!.Add(source);
                return true;
            });
        }
        else
        {
            Refuse(value, Errors.NotAwaitable(value, Any));
        }
    }

    // Where there are several, the one that cannot be awaited is left out, and the others are received.
    private void Refuse(object? value, ErrorRecord error)
    {
        if (MyInvocation.ExpectingInput || Bare(Task) != value)
        {
            WriteError(error);
        }
        else
        {
            ThrowTerminatingError(error);
        }
    }

    private IEnumerable<object?> ItemsOf(IEnumerable items)
    {
        IEnumerator enumerator = Read(items, items.GetEnumerator);
        try
        {
            while (Read(items, enumerator.MoveNext))
            {
                yield return Read(items, () => enumerator.Current);
            }
        }
        finally
        {
            (enumerator as IDisposable)?.Dispose();
        }
    }

    // A collection may be code of a cell's, and fail.
    private T Read<T>(IEnumerable items, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (!PipelineExceptions.EndsPipeline(e))
        {
            _wait.ThrowIfOver(e);
            ThrowTerminatingError(Errors.TaskFailed(e, items));
            throw;
        }
    }

    private void Write(object? item, ReceivedSource source)
    {
        TupleNames? names = TupleNames.Of(source.Value);
        item = PipelineValue.OfCell(item, source.IsStream ? names?.Items : names, awaits: true, whole: source.IsStream || NoEnumerate);
        bool enumerates = !source.IsStream && !NoEnumerate && ValueKinds.IsEnumerable(item);
        _loops?.GiveBack();
        ForeignCode.Outside(() => PipelineValue.Write(this, item, enumerates));
    }

    private void Fail(Exception e, ReceivedSource source)
    {
        ErrorRecord record = Errors.TaskFailed(e, source.Value);
        if (IsSingle)
        {
            ThrowTerminatingError(record);
        }

        WriteError(record);
    }

    // The host's synchronization context, if it has one, would want the very thread that waits here.
    private static T WithoutContext<T>(Func<T> action)
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void Guarded(Action action)
    {
        bool ended = false;
        try
        {
            _code.Inside(() => Do(action));
            ended = true;
        }
        catch (WaitTimeoutException)
        {
            ThrowTerminatingError(Errors.TaskTimeout(TimeoutSeconds, Bare(Task)));
        }
        finally
        {
            if (!ended)
            {
                _code.BeginCleanup();
                _code.Inside(_receiver!.Abandon);
            }
        }
    }
}
