using System.Collections;
using System.Management.Automation;
using AsyncCSharp.Loop;

namespace AsyncCSharp.Machines;

/// <summary>
/// What comes from the shell that has asked, while cells run here: batches of objects, leave to send on, and signs of life. Read on a thread of
/// its own, which ends with the pipeline's input; the call owns both.
/// </summary>
internal sealed class PartInbox
{
    private readonly object _lock = new();
    private readonly Queue<byte[]> _batches = new();
    private readonly ThreadPump _pump = ThreadPump.Current;
    private IReadOnlyList<object?> _batch = [];
    private int _next;
    private int _leave;
    private int _news;

    // There are no more objects; nothing comes any more at all.
    private bool _isComplete;
    private bool _isClosed;
    private bool _isStopped;

    /// <summary>Begins to read.</summary>
    /// <param name="source">The pipeline's input.</param>
    /// <param name="leave">How many answers may be sent before the first has been taken.</param>
    public PartInbox(IEnumerator source, int leave)
    {
        _leave = leave;
        new Thread(() => Read(source)) { IsBackground = true, Name = "AsyncCSharp machine input" }.UnsafeStart();
    }

    /// <summary>Pipeline thread: how many objects have been taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Whether there is an object, or will be none any more.</summary>
    public bool IsReady
    {
        get
        {
            if (_next < _batch.Count)
            {
                return true;
            }

            lock (_lock)
            {
                return _batches.Count > 0 || _isComplete || _isStopped;
            }
        }
    }

    /// <summary>Pipeline thread: the next object, where one is there.</summary>
    public bool TryTake(out object? value)
    {
        value = null;
        if (_next == _batch.Count && !TryOpenBatch())
        {
            return false;
        }

        value = _batch[_next++];
        Taken++;
        return true;
    }

    /// <summary>Pipeline thread: takes leave to send an answer; waits for it, where who has asked is behind with reading.</summary>
    /// <exception cref="PipelineStoppedException">Nobody will read it.</exception>
    public void WaitForLeave()
    {
        lock (_lock)
        {
            while (_leave == 0)
            {
                if (_isStopped || _isClosed)
                {
                    throw new PipelineStoppedException();
                }

                _ = Monitor.Wait(_lock);
            }

            _leave--;
        }
    }

    /// <summary>Pipeline thread: whether there is no object, nor will be.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _isStopped || (_isComplete && _batches.Count == 0 && _next == _batch.Count);
            }
        }
    }

    /// <summary>Whether anything has come since the last call.</summary>
    public bool TakeNews() => Interlocked.Exchange(ref _news, 0) > 0;

    /// <summary>Nothing more is wanted. Any thread.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            Monitor.PulseAll(_lock);
        }

        _pump.Signal();
    }

    private bool TryOpenBatch()
    {
        byte[]? packed;
        lock (_lock)
        {
            if (!_batches.TryDequeue(out packed))
            {
                return false;
            }
        }

        _batch = Packing.Unpack(packed);
        _next = 0;
        return _batch.Count > 0;
    }

    private void Read(IEnumerator source)
    {
        try
        {
            while (source.MoveNext())
            {
                Take(source.Current is PSObject wrapped ? wrapped.BaseObject : source.Current);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or RuntimeException)
        {
            // The pipeline has ended, and its input with it.
        }

        lock (_lock)
        {
            _isComplete = true;
            _isClosed = true;
            Monitor.PulseAll(_lock);
        }

        _pump.Signal();
    }

    private void Take(object? item)
    {
        _ = Interlocked.Increment(ref _news);
        lock (_lock)
        {
            switch (item)
            {
                case byte[] batch:
                    _batches.Enqueue(batch);
                    break;
                case Exchange.End:
                    _isComplete = true;
                    break;
                case int leave:
                    _leave += leave;
                    Monitor.PulseAll(_lock);
                    break;
            }
        }

        _pump.Signal();
    }
}
