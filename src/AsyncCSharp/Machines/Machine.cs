using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Machines;

/// <summary>
/// A machine of a call: one pipeline in its session for all objects, which are sent as it asks for them. What it tells comes on PowerShell's
/// threads and is handed on at once; everything else is on the pipeline thread, but for what says so.
/// </summary>
internal sealed class Machine
{
    private readonly PowerShell _shell = PowerShell.Create();
    private readonly PSDataCollection<object> _input = [];
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<MachineNews> _tell;
    private volatile bool _hasBegun;
    private volatile bool _isForgotten;
    private volatile int _silence;
    private volatile bool _refused;
    private int _beatsSince;
    private int _beatsToBegin;
    private int _untold;
    private int _isReleased;

    /// <summary>Makes one; <see cref="Start"/> starts it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="name">How messages name it.</param>
    /// <param name="limit">How many objects it works on at a time.</param>
    /// <param name="tell">Is told what it tells. Any thread.</param>
    public Machine(PSSession session, string name, int limit, Action<MachineNews> tell)
    {
        Session = session;
        Name = name;
        Share = new MachineShare(limit);
        _tell = tell;
        _shell.Runspace = session.Runspace;
        IsKnown = KnownMachines.Has(session);
    }

    /// <summary>The time, in seconds.</summary>
    public static double Now => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    /// <summary>The session.</summary>
    public PSSession Session { get; }

    /// <summary>How messages name it.</summary>
    public string Name { get; }

    /// <summary>What it has at hand.</summary>
    public MachineShare Share { get; }

    /// <summary>Whether it has worked for a call before.</summary>
    public bool IsKnown { get; }

    /// <summary>Whether it has been told that it gets no more.</summary>
    public bool IsComplete => Share.IsClosed;

    /// <summary>Whether the work there has begun.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>Whether it is gone. Its share is over then, as that of one that has done everything.</summary>
    public bool IsLost { get; set; }

    /// <summary>Starts its pipeline.</summary>
    /// <exception cref="InvalidOperationException">Its session is at something else, or not open.</exception>
    public void Start(PartSetup setup)
    {
        _output.DataAdded += (_, _) => Tell(MachineNewsKind.Output, _output.ReadAll());
        Follow(_shell.Streams.Error);
        Follow(_shell.Streams.Warning);
        Follow(_shell.Streams.Verbose);
        Follow(_shell.Streams.Debug);
        Follow(_shell.Streams.Progress);
        Follow(_shell.Streams.Information);
        _shell.InvocationStateChanged += (_, e) => Follow(e.InvocationStateInfo);
        try
        {
            MachineTurn.ThrowIfBusy(Session);
            _ = _shell.AddScript(Exchange.Script).AddArgument(setup.ToTable()).BeginInvoke(_input, _output);
        }
        catch (Exception e) when (e is InvalidRunspaceStateException or InvalidPowerShellStateException or RuntimeException)
        {
            _ = _ended.TrySetResult();
            throw new InvalidOperationException(e.Message, e);
        }
    }

    /// <summary>Gives it objects.</summary>
    public void Give(IReadOnlyList<SpreadObject> objects)
    {
        byte[] batch = Packing.Pack([.. objects.Select(o => o.Value)]);
        Share.Give(objects, batch.Length, Now);
        Send(batch);
    }

    /// <summary>It has ended an object, which is given.</summary>
    public SpreadObject Take(long arrival) => Share.Take(arrival, Now);

    /// <summary>Its answer has been written: it may send another.</summary>
    /// <param name="ended">How many objects have ended with it.</param>
    public void Acknowledge(int ended)
    {
        if (++_untold == Exchange.AnswersTogether)
        {
            Send(_untold);
            _untold = 0;
        }

        Share.Acknowledge(ended, Now);
    }

    /// <summary>It gets no more objects. Its input stays open: signs of life go on until its pipeline ends.</summary>
    public void Complete()
    {
        if (!Share.IsClosed)
        {
            Share.IsClosed = true;
            Send(Exchange.End);
        }
    }

    /// <summary>A second has passed. Any thread.</summary>
    /// <param name="inTime">Whether it was one.</param>
    public void Beat(bool inTime)
    {
        if (_ended.Task.IsCompleted)
        {
            return;
        }

        // It has taken nothing for a second, and has not ended.
        if (_refused && ++_beatsSince == 2)
        {
            _tell(new MachineNews(this, MachineNewsKind.Gone, null));
        }

        if (!_hasBegun)
        {
            if (inTime && ++_beatsToBegin == Durations.HeartbeatsToBegin)
            {
                _tell(new MachineNews(this, MachineNewsKind.Silent, Durations.HeartbeatsToBegin));
            }

            return;
        }

        Send(0);
        _silence = inTime ? _silence + 1 : 0;
        if (_silence == Durations.MissedHeartbeats + 1)
        {
            _tell(new MachineNews(this, MachineNewsKind.Silent, Durations.MissedHeartbeats));
        }
    }

    /// <summary>Begins to stop what runs there. Returns at once. Any thread.</summary>
    public void Stop()
    {
        if (_ended.Task.IsCompleted)
        {
            return;
        }

        // Of a connection that is cut nobody knows how long it takes.
        _ = ThreadPool.UnsafeQueueUserWorkItem(
            static machine =>
            {
                _ = machine.Try(static m => m._input.Complete());
                _ = machine.Try(static m => _ = m._shell.BeginStop(null, null));
            },
            this,
            preferLocal: false);
    }

    /// <summary>It is lost: its session is closed, so that nothing is taken for the truth that still comes of it. Returns at once.</summary>
    public void Abandon()
    {
        Stop();
        _ = ThreadPool.UnsafeQueueUserWorkItem(static machine => _ = machine.Try(static m => m.Session.Runspace.CloseAsync()), this, preferLocal: false);
    }

    /// <summary>Its connection is gone: what PowerShell does about that takes up to a minute, and is not waited for.</summary>
    public void Forget()
    {
        _isForgotten = true;
        _ = _ended.TrySetResult();
    }

    /// <summary>Waits for the end of its pipeline, and lets go of it, then or when it ends.</summary>
    public void Release(TimeSpan patience)
    {
        _ = _ended.Task.Wait(patience < TimeSpan.Zero ? TimeSpan.Zero : patience);
        if (Interlocked.Exchange(ref _isReleased, 1) == 0 && _ended.Task.IsCompleted && !_isForgotten)
        {
            _shell.Dispose();
        }
    }

    private void Send(object message)
    {
        if (Try(machine => machine._input.Add(message)) is null || _ended.Task.IsCompleted)
        {
            return;
        }

        // The input of a pipeline that ends takes nothing a moment before PowerShell says that it has ended. Whether it does, the next beats tell.
        _refused = true;
        if (Session.Runspace.RunspaceStateInfo.State != RunspaceState.Opened)
        {
            _tell(new MachineNews(this, MachineNewsKind.Gone, null));
        }
    }

    // PowerShell throws whatever it comes upon where a connection has just gone, a NullReferenceException for one.
    private Exception? Try(Action<Machine> action)
    {
        try
        {
            action(this);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private void Follow<T>(PSDataCollection<T> stream) => stream.DataAdded += (_, _) => Tell(MachineNewsKind.Record, stream.ReadAll());

    private void Tell<T>(MachineNewsKind kind, IEnumerable<T> items)
    {
        _silence = 0;
        foreach (T item in items)
        {
            if (item is InformationRecord record && record.Tags.Contains(Heart.Tag))
            {
                continue;
            }

            if (item is PSObject { BaseObject: Exchange.Ready })
            {
                _hasBegun = true;
            }

            _tell(new MachineNews(this, kind, item));
        }
    }

    private void Follow(PSInvocationStateInfo info)
    {
        if (info.State is PSInvocationState.Completed or PSInvocationState.Failed or PSInvocationState.Stopped)
        {
            _ = _ended.TrySetResult();
            _tell(new MachineNews(this, MachineNewsKind.Ended, info));
            if (Volatile.Read(ref _isReleased) != 0)
            {
                // Not on the thread that says so: the shell is not through with it.
                _ = ThreadPool.UnsafeQueueUserWorkItem(static shell => shell.Dispose(), _shell, preferLocal: false);
            }
        }
    }
}
