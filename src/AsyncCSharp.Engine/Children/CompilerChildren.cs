namespace AsyncCSharp.Engine.Children;

/// <summary>The compilers of this process that run in processes of their own: as many as are asked at the same time, and no more than there are processors.</summary>
internal sealed class CompilerChildren : IDisposable
{
    private const int Most = 4;

    private readonly CompilerProgram? _program;
    private readonly SemaphoreSlim _places = new(Math.Min(Most, Environment.ProcessorCount));

    // Held for the list of those that nobody asks; nothing is waited for meanwhile.
    private readonly Lock _lock = new();
    private readonly List<CompilerChild> _idle = [];
    private volatile string? _refusal;

    /// <summary>Those of a program.</summary>
    public CompilerChildren(CompilerProgram? program) => _program = program;

    /// <summary>The process's, as its compilers are: sessions share them.</summary>
    public static CompilerChildren Shared { get; } = new(CompilerProgram.Installed);

    /// <summary>Whether there is a program, and it may be tried.</summary>
    public bool MayBeAsked => _program is not null && _refusal is null;

    /// <summary>Why it is not tried any more, or null.</summary>
    public string? Refusal => _refusal;

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
            lock (_lock)
            {
                _idle.Add(child);
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

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _places.Dispose();
    }

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
