namespace AsyncCSharp.Zmtp;

/// <summary>
/// What waits to be sent on a connection. Nothing is ever dropped; who adds too much may ask to be held back. Its lock is its own, and
/// nothing is called under it.
/// </summary>
internal sealed class OutgoingQueue
{
    private readonly object _lock = new();
    private readonly Queue<byte[]> _waiting = new();
    private long _bytes;
    private bool _closed;

    /// <summary>How many bytes are not sent yet.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Adds bytes, and never waits. Once the queue is closed, it drops them: nobody would send them.</summary>
    public void Add(byte[] bytes)
    {
        lock (_lock)
        {
            if (!_closed)
            {
                _waiting.Enqueue(bytes);
                _bytes += bytes.Length;
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>Waits for something to send; null at the end. Bytes that were taken count as unsent until <see cref="Sent"/> is called for them.</summary>
    public byte[]? Take()
    {
        lock (_lock)
        {
            while (_waiting.Count == 0 && !_closed)
            {
                _ = Monitor.Wait(_lock);
            }

            return _waiting.TryDequeue(out byte[]? bytes) ? bytes : null;
        }
    }

    /// <summary>Takes more, if it is there and small enough.</summary>
    public byte[]? TryTake(int most)
    {
        lock (_lock)
        {
            return _waiting.TryPeek(out byte[]? next) && next.Length <= most ? _waiting.Dequeue() : null;
        }
    }

    /// <summary>Bytes that were taken are sent.</summary>
    public void Sent(long bytes)
    {
        lock (_lock)
        {
            _bytes -= bytes;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits until no more than so many bytes wait, or the end. False where the token or the time was first.</summary>
    public bool WaitForRoom(long most, CancellationToken cancellationToken, TimeSpan? atMost = null)
    {
        using CancellationTokenRegistration woken = cancellationToken.UnsafeRegister(static queue => ((OutgoingQueue)queue!).Wake(), this);
        long start = Environment.TickCount64;
        lock (_lock)
        {
            while (_bytes > most && !_closed && !cancellationToken.IsCancellationRequested)
            {
                TimeSpan left = atMost is { } limit ? limit - TimeSpan.FromMilliseconds(Environment.TickCount64 - start) : Timeout.InfiniteTimeSpan;
                if (atMost is not null && left <= TimeSpan.Zero)
                {
                    return false;
                }

                _ = Monitor.Wait(_lock, left);
            }

            return _bytes <= most || _closed;
        }
    }

    /// <summary>Nothing more is to be added; what waits may still be taken, unless it is dropped.</summary>
    public void Close(bool drop)
    {
        lock (_lock)
        {
            _closed = true;
            if (drop)
            {
                _waiting.Clear();
            }

            Monitor.PulseAll(_lock);
        }
    }

    private void Wake()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }
}
