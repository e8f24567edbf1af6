using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Receiving;

/// <summary>Waits on the pipeline thread for any number of tasks and streams, and writes what they give.</summary>
/// <param name="wait">How it waits.</param>
/// <param name="write">Gets an item and the source it is of.</param>
/// <param name="fail">Gets what a source threw.</param>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Streams that were let go may ask for the token at any time.")]
internal sealed class TaskReceiver(PumpWait wait, Action<object?, ReceivedSource> write, Action<Exception, ReceivedSource> fail)
{
    // With the order kept: those that have not begun. A stream has its enumerator by then.
    private readonly Queue<ReceivedSource> _ordered = new();
    private readonly ConcurrentQueue<PendingStep> _ended = new();
    private readonly HashSet<PendingStep> _pending = [];
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Whether items are written in the order of the sources.</summary>
    public bool KeepOrder { get; init; }

    /// <summary>Ends the streams.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>How many sources there have been.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a source; does not wait.</summary>
    public void Add(ReceivedSource source)
    {
        Count++;
        if (KeepOrder)
        {
            _ordered.Enqueue(source);
        }
        else
        {
            Step(source);
        }
    }

    /// <summary>Writes what is there, without waiting.</summary>
    public void WriteEnded()
    {
        _ = wait.Pump.RunWork();
        for (int i = _ended.Count; i > 0 && _ended.TryDequeue(out PendingStep? step); i--)
        {
            Take(step);
        }
    }

    /// <summary>Waits for all, and writes what they give.</summary>
    public void ReceiveAll()
    {
        while (_ordered.TryDequeue(out ReceivedSource? source))
        {
            ReceiveOne(source);
        }

        while (_pending.Count > 0)
        {
            wait.Until(() => !_ended.IsEmpty);
            if (_ended.TryDequeue(out PendingStep? step))
            {
                Take(step);
            }
        }
    }

    /// <summary>Waits for the first task to end, and writes what it gives. The others go on.</summary>
    public void ReceiveAny()
    {
        wait.Until(() => !_ended.IsEmpty);
        if (_ended.TryDequeue(out PendingStep? step))
        {
            _ = _pending.Remove(step);
            _ = TryWrite(step);
        }

        _pending.Clear();
    }

    /// <summary>Cancels and disposes the streams that have not come to their end.</summary>
    public void Abandon()
    {
        if (_pending.Count + _ordered.Count == 0)
        {
            return;
        }

        _ = _cancellation.CancelAsync();
        Task disposed = Task.WhenAll([.. _pending.Where(p => p.Source.IsStream).Select(p => p.DisposeSourceAsync()), .. _ordered.Where(s => s.IsStream).Select(DisposeAsync)]);
        _pending.Clear();
        _ordered.Clear();
        if (disposed.IsCompleted || wait.IsStopped)
        {
            return;
        }

        PumpWait grace = new(TimeSpan.FromMilliseconds(Durations.StreamDisposal)) { OnWake = wait.OnWake };
        _ = disposed.ContinueWith(_ => grace.Pump.Signal(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            grace.Until(() => disposed.IsCompleted || wait.IsStopped);
        }
        catch (WaitTimeoutException)
        {
            // The disposal goes on in the background.
        }
    }

    // On the pipeline thread alone, so that a stream whose items are there costs no change of threads.
    private void ReceiveOne(ReceivedSource source)
    {
        while (true)
        {
            PendingStep step = new(source);
            _ = _pending.Add(step);
            if (!step.HasEnded)
            {
                step.WhenEnded(_ => wait.Pump.Signal());
                wait.Until(() => step.HasEnded);
            }
            else
            {
                wait.ThrowIfOver();
            }

            bool more = TryWrite(step);
            _ = _pending.Remove(step);
            if (!more)
            {
                return;
            }
        }
    }

    private void Step(ReceivedSource source)
    {
        PendingStep step = new(source);
        _ = _pending.Add(step);
        step.WhenEnded(s =>
        {
            _ended.Enqueue(s);
            wait.Pump.Signal();
        });
    }

    private void Take(PendingStep step)
    {
        bool more = TryWrite(step);
        _ = _pending.Remove(step);
        if (more)
        {
            Step(step.Source);
        }
    }

    private bool TryWrite(PendingStep step)
    {
        bool item;
        try
        {
            item = step.GetResult();
        }
        catch (Exception e)
        {
            // What follows may end the call, which disposes those that are pending.
            _ = _pending.Remove(step);
            Release(step.Source);
            wait.ThrowIfOver(e);
            fail(e, step.Source);
            return false;
        }

        if (item)
        {
            write(step.Source.Current, step.Source);
            return step.Source.IsStream;
        }

        Release(step.Source);
        return false;
    }

    // What its code throws at once is in the task, too.
    private static async Task DisposeAsync(ReceivedSource source) => await source.DisposeAsync().ConfigureAwait(false);

    // An ended sequence disposes at once; should one take its time, nobody is to wait for it.
    private static void Release(ReceivedSource source)
    {
        ValueTask disposed = source.DisposeAsync();
        if (!disposed.IsCompletedSuccessfully)
        {
            _ = disposed.AsTask();
        }
    }
}
