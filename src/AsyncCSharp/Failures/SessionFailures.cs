using System.Runtime.CompilerServices;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Failures;

/// <summary>What background code of a session has thrown, until the session's next cell tells of it. One a session, which owns it. Any thread.</summary>
internal sealed class SessionFailures : IFailureSink
{
    /// <summary>How many exceptions are told apart that may be a task's which nobody awaits.</summary>
    private const int SuspectLimit = 10_000;

    // Owned by this object, and held for its two lists only.
    private readonly object _lock = new();
    private readonly FailureList _failures = new();

    // By identity hash codes, and weak: the exceptions themselves would keep alive what they came from.
    private readonly Dictionary<int, WeakReference> _suspects = [];

    /// <inheritdoc/>
    public void Report(Exception e)
    {
        // The token of what was stopped may be a moment behind, or that of a cell within.
        bool isStop = PipelineExceptions.EndsPipeline(e)
            || StopChecks.IsInterrupt(e)
            || e is CellStoppedException or OperationCanceledException { CancellationToken.IsCancellationRequested: true };
        if (isStop)
        {
            return;
        }

        lock (_lock)
        {
            _failures.Add(e);
        }
    }

    /// <inheritdoc/>
    public void Suspect(Exception e)
    {
        lock (_lock)
        {
            if (_suspects.Count < SuspectLimit)
            {
                _suspects[RuntimeHelpers.GetHashCode(e)] = new WeakReference(e);
            }
        }
    }

    /// <summary>Says that the exception became the cell's own error.</summary>
    public void Acquit(Exception e)
    {
        lock (_lock)
        {
            _ = _suspects.Remove(RuntimeHelpers.GetHashCode(e));
        }
    }

    /// <summary>Whether <see cref="Take"/> may have something to give.</summary>
    public bool Any
    {
        get
        {
            lock (_lock)
            {
                return _suspects.Count > 0 || _failures.Any;
            }
        }
    }

    /// <summary>What background code threw since the last call: the first ones, and how many more there were.</summary>
    public (IReadOnlyList<Exception> First, int More) Take()
    {
        WeakReference[] suspects;
        lock (_lock)
        {
            suspects = [.. _suspects.Values];
            _suspects.Clear();
        }

        if (suspects.Length > 0)
        {
            BackgroundFailures.Collect(suspects);
        }

        lock (_lock)
        {
            return _failures.Take();
        }
    }

    /// <summary>Forgets all of them: the session begins anew.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _ = _failures.Take();
        }
    }
}
