namespace AsyncCSharp.Engine.Children;

/// <summary>
/// The compilers of this process that run in processes of their own: as many as are asked at the same time, and no more than there are
/// processors. One that nobody has asked for a while is ended, and gives its memory back.
/// </summary>
internal sealed class CompilerChildren : IDisposable
{
    private const int Most = 4;

    private readonly CompilerProgram? _program;
    private readonly SemaphoreSlim _places = new(Math.Min(Most, Environment.ProcessorCount));

    // Held for the list of those that nobody asks; nothing is waited for meanwhile.
    private readonly Lock _lock = new();
    private readonly List<CompilerChild> _idle = [];

    // Set to the time at which the first of those on the list is to end. It belongs to this object, and keeps no process alive.
    private readonly Timer _clock;
    private readonly SpareMemory _memory = new();
    private volatile string? _refusal;

    /// <summary>Those of a program.</summary>
    public CompilerChildren(CompilerProgram? program)
    {
        _program = program;
        _clock = ContextFreeTimer.Create(EndLongIdle);
    }

    /// <summary>The process's, as its compilers are: sessions share them.</summary>
    public static CompilerChildren Shared { get; } = new(CompilerProgram.Installed);

    /// <summary>Whether there is a program, and it may be tried.</summary>
    public bool MayBeAsked => _program is not null && _refusal is null;

    /// <summary>Why it is not tried any more, or null.</summary>
    public string? Refusal => _refusal;

    /// <summary>How many there are that nobody asks.</summary>
    public int IdleCount
    {
        get
        {
            lock (_lock)
            {
                return _idle.Count;
            }
        }
    }

    /// <summary>How long one is kept that nobody asks, in milliseconds. The next cell waits for another one then, which takes a thousandth of that.</summary>
    public int IdleTime { get; set; } = 60_000;

    /// <summary>How much longer for each cell or other thing that it has in mind. The next one has to be told them all, which takes 2 ms each.</summary>
    public int IdleTimePerThing { get; set; } = 1000;

    /// <summary>A compiler for the caller alone, who brings it back.</summary>
    /// <param name="wanted">The one that was asked before, and knows the chain.</param>
    /// <param name="cancellationToken">Ends the wait for a place.</param>
    /// <exception cref="CompilerLostException">None can be started.</exception>
    public CompilerChild Rent(CompilerChild? wanted, CancellationToken cancellationToken)
    {
        _places.Wait(cancellationToken);
        try
        {
            return FindIdle(wanted) ?? CompilerChild.Start(_program!);
        }
        catch
        {
            _ = _places.Release();
            throw;
        }
    }

    /// <summary>Brings one back.</summary>
    public void Return(CompilerChild child)
    {
        bool isKept = child is { IsUsable: true, IsTooLarge: false };
        if (isKept)
        {
            child.IdleSince = Environment.TickCount64;
            lock (_lock)
            {
                _idle.Add(child);
                SetClock();
            }
        }
        else
        {
            child.Dispose();
        }

        _ = _places.Release();
    }

    /// <summary>No more is tried: it would do no better.</summary>
    public void Refuse(string reason) => _refusal = reason;

    /// <summary>Has those end that nobody asks.</summary>
    public void End()
    {
        CompilerChild[] idle;
        lock (_lock)
        {
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (CompilerChild child in idle)
        {
            child.Dispose();
        }
    }

    /// <summary>Has those end that nobody has asked for long. Whoever takes one off the list has it: who asks, or this.</summary>
    public void EndLongIdle()
    {
        CompilerChild[] ended;
        lock (_lock)
        {
            long now = Environment.TickCount64;
            ended = [.. _idle.Where(child => IdleEnd(child) <= now)];
            _ = _idle.RemoveAll(ended.Contains);
            SetClock();
        }

        if (ended.Length > 0)
        {
            Array.ForEach(ended, child => child.Dispose());
            _memory.GiveBackIn(0, collecting: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _clock.Dispose();
        _memory.Dispose();
        End();
        _places.Dispose();
    }

    // Called while the lock is held.
    private void SetClock()
    {
        if (_idle.Count > 0)
        {
            _ = _clock.Change(Math.Max(_idle.Min(IdleEnd) - Environment.TickCount64, 1), Timeout.Infinite);
        }
    }

    private long IdleEnd(CompilerChild child) => child.IdleSince + IdleTime + ((long)IdleTimePerThing * child.Numbers.Count);

    private CompilerChild? FindIdle(CompilerChild? wanted)
    {
        List<CompilerChild> ended = [];
        CompilerChild? found = null;
        lock (_lock)
        {
            for (int i = _idle.Count - 1; i >= 0; i--)
            {
                if (!_idle[i].IsUsable)
                {
                    ended.Add(_idle[i]);
                    _idle.RemoveAt(i);
                }
            }

            int place = wanted is not null && _idle.Contains(wanted) ? _idle.IndexOf(wanted) : _idle.Count - 1;
            if (place >= 0)
            {
                found = _idle[place];
                _idle.RemoveAt(place);
            }
        }

        foreach (CompilerChild child in ended)
        {
            child.Dispose();
        }

        return found;
    }
}
