namespace AsyncCSharp.Engine.Tests;

/// <summary>
/// A scheduler of one thread: what is ready runs in an order that a seed decides, so that a test of async code meets all orders in time, and
/// the same one again with the same seed, as far as no other thread has a part in it. Any thread may post.
/// </summary>
internal sealed class RandomLoop(Random random) : SynchronizationContext
{
    private readonly object _lock = new();
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];

    /// <summary>Whether anything is ready to run.</summary>
    public bool HasWork
    {
        get
        {
            lock (_lock)
            {
                return _ready.Count > 0;
            }
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_lock)
        {
            _ready.Add((d, state));
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Does something under the loop.</summary>
    public void Run(Action action)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Runs one of those that are ready.</summary>
    public void RunOne()
    {
        SendOrPostCallback callback;
        object? state;
        lock (_lock)
        {
            int index = random.Next(_ready.Count);
            (callback, state) = _ready[index];
            _ready.RemoveAt(index);
        }

        Run(() => callback(state));
    }

    /// <summary>Runs until the task has ended. False where nothing comes to be run before.</summary>
    public bool RunUntil(Task task)
    {
        // Between two callbacks a part may be on a thread of the pool, as what comes behind ConfigureAwait(false) is.
        while (SpinWait.SpinUntil(() => task.IsCompleted || HasWork, Limits.Hang) && !task.IsCompleted)
        {
            RunOne();
        }

        return task.IsCompleted;
    }
}
