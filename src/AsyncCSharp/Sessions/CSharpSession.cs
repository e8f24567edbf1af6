using System.Runtime.CompilerServices;
using AsyncCSharp.Engine;

namespace AsyncCSharp;

/// <summary>
/// C# state that lives from cell to cell: variables, methods, types, usings, references, the runner and AutoAwait.
/// Belongs to one runspace; the properties may be read from any thread.
/// </summary>
public sealed class CSharpSession
{
    /// <summary>How many exceptions are told apart that may be a task's which nobody awaits.</summary>
    private const int SuspectLimit = 10_000;

    private readonly object _lock = new();
    private readonly List<CellInvocation> _active = [];
    private readonly List<JobTurn> _jobs = [];
    private readonly List<WeakReference> _retired = [];
    private readonly FailureList _failures = new();

    // Identity hash codes: the exceptions themselves would keep alive what they came from.
    private readonly HashSet<int> _suspects = [];
    private readonly SessionSetup _setup;
    private IScriptSession? _script;
    private int _cellsRun;

    internal CSharpSession(string name, RunspaceState owner, SessionSetup setup)
    {
        Name = name;
        Owner = owner;
        _setup = setup;
        Globals = new CellGlobals(this);
        Lifetime = new SessionLifetime();
        Loop = new SessionLoop(ReportFailure);
        RunnerEntry = BuiltInRunners.Default;
    }

    /// <summary>The name, unique in the runspace.</summary>
    public string Name { get; }

    /// <summary>How many cells were taken for running, whatever became of them.</summary>
    public int CellsRun => Volatile.Read(ref _cellsRun);

    /// <summary>How many variables are in scope.</summary>
    public int Variables => _script?.GetVariables().Count ?? 0;

    /// <summary>How many assemblies the session's cells have loaded and hold.</summary>
    public int Assemblies => _script?.Memory.Assemblies ?? 0;

    /// <summary>Bytes of the images of these assemblies; what the runtime needs to run them comes on top.</summary>
    public long Bytes => _script?.Memory.Bytes ?? 0;

    /// <summary>
    /// Load contexts of earlier states (before a reset) that something still refers to: a variable that holds an object
    /// of a class of the old state, or PowerShell's own type caches. The Default session answers for removed sessions too.
    /// </summary>
    public int HeldContexts
    {
        get
        {
            lock (_lock)
            {
                _ = _retired.RemoveAll(r => !r.IsAlive);
                return _retired.Count;
            }
        }
    }

    /// <summary>The name of the runner.</summary>
    public string Runner => RunnerEntry.Name;

    /// <summary>Whether AutoAwait is on.</summary>
    public bool AutoAwait { get; internal set; } = true;

    /// <summary>The seconds that each cell may take where its call does not say; 0 for any.</summary>
    public double TimeoutSeconds => _setup.TimeoutSeconds;

    /// <summary>Whether a cell runs.</summary>
    public CSharpSessionState State { get; private set; }

    internal RunspaceState Owner { get; }

    internal CellGlobals Globals { get; }

    internal SessionLifetime Lifetime { get; private set; }

    internal SessionLoop Loop { get; private set; }

    internal RunnerEntry RunnerEntry { get; private set; }

    internal object Sync => _lock;

    /// <summary>The innermost run of a cell that is on the stack, for code whose execution context was suppressed.</summary>
    internal CellRun? CurrentRun { get; set; }

    /// <summary>The compiled state, made on first use: Roslyn is loaded then and not before.</summary>
    internal IScriptSession Script => OpenScript(CancellationToken.None);

    /// <summary>The compiled state, or null as long as nothing was compiled.</summary>
    internal IScriptSession? ScriptOrNull => _script;

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>As <see cref="Script"/>; the token ends the download of packages that the session is made with.</summary>
    internal IScriptSession OpenScript(CancellationToken cancellationToken)
    {
        if (_script is { } known)
        {
            return known;
        }

        // Not in the lock: whoever wants to end the session is not to wait for a download.
        IScriptSession made = _setup.CreateScript(this, cancellationToken);
        lock (_lock)
        {
            if (_script is null)
            {
                return _script = made;
            }
        }

        _ = made.Unload();
        return Script;
    }

    internal int NextCellNumber() => Interlocked.Increment(ref _cellsRun);

    internal void SetRunner(RunnerEntry entry)
    {
        RunnerEntry = entry;
        Loop.BackgroundAllowed = entry.RunsBetweenCells;
    }

    /// <summary>Takes the session for an invocation. Nested calls on the pipeline thread that has it go on at once.</summary>
    internal void Register(CellInvocation invocation, JobTurn? turn = null)
    {
        lock (_lock)
        {
            if (State == CSharpSessionState.Removed)
            {
                throw SessionException.Of(nameof(Strings.SessionNotFound), Name);
            }

            bool isMine = _active.Count > 0 ? _active[^1].Pump.IsCurrentThread : _jobs.Count == 0 || _jobs[0] == turn;
            if (!isMine)
            {
                throw SessionException.Of(nameof(Strings.SessionBusy), Name);
            }

            _active.Add(invocation);
            State = CSharpSessionState.Busy;

            // Within the lock, so that it is of the life that is ended with the session's next reset.
            Lifetime.Add(invocation);
        }
    }

    internal void Unregister(CellInvocation invocation)
    {
        lock (_lock)
        {
            _ = _active.Remove(invocation);
            if (_active.Count == 0 && State == CSharpSessionState.Busy)
            {
                State = CSharpSessionState.Ready;
            }

            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Gives a job its place in the queue. From then on the session is the job's.</summary>
    internal JobTurn AddJob()
    {
        lock (_lock)
        {
            JobTurn turn = new(this);
            _jobs.Add(turn);
            return turn;
        }
    }

    /// <summary>Whether jobs wait for their turn, or have it.</summary>
    internal bool HasJobs
    {
        get
        {
            lock (_lock)
            {
                return _jobs.Count > 0;
            }
        }
    }

    /// <summary>Whether it is the job's turn. Under <see cref="Sync"/>.</summary>
    internal bool IsFreeFor(JobTurn turn) => _active.Count == 0 && _jobs.Count > 0 && _jobs[0] == turn;

    /// <summary>Takes a job out of the queue. Under <see cref="Sync"/>.</summary>
    internal void RemoveJob(JobTurn turn) => _jobs.Remove(turn);

    /// <summary>Whether the calling thread runs a cell of this session, so that resetting it would pull the ground from under it.</summary>
    internal bool IsRunningHere
    {
        get
        {
            lock (_lock)
            {
                return _active.Any(i => i.Pump.IsCurrentThread);
            }
        }
    }

    /// <summary>Keeps what background code threw, for the next cell to report. A stop is no failure.</summary>
    internal void ReportFailure(Exception e)
    {
        // The token of what was stopped may be a moment behind, or that of a cell within.
        bool isStop = PipelineExceptions.EndsPipeline(e)
            || CellRun.IsInterrupt(e)
            || (e is OperationCanceledException canceled && (canceled.CancellationToken.IsCancellationRequested || canceled.Message == Strings.CellStopped));
        if (isStop)
        {
            return;
        }

        lock (_lock)
        {
            _failures.Add(e);
        }
    }

    /// <summary>Notes that code of a cell threw something: it may be in a task that nobody awaits.</summary>
    internal void Suspect(Exception e)
    {
        lock (_lock)
        {
            _ = _suspects.Count < SuspectLimit && _suspects.Add(RuntimeHelpers.GetHashCode(e));
        }
    }

    /// <summary>Says that the exception became the cell's own error.</summary>
    internal void Acquit(Exception e)
    {
        lock (_lock)
        {
            _ = _suspects.Remove(RuntimeHelpers.GetHashCode(e));
        }
    }

    /// <summary>What background code threw since the last call: the first ones, and how many more there were.</summary>
    internal (IReadOnlyList<Exception> First, int More) TakeFailures()
    {
        bool anySuspect;
        lock (_lock)
        {
            anySuspect = _suspects.Count > 0;
            _suspects.Clear();
        }

        if (anySuspect)
        {
            BackgroundFailures.Collect();
        }

        lock (_lock)
        {
            return _failures.Take();
        }
    }

    /// <summary>Stops what runs in the background and lets go of all state; gives the load contexts to watch.</summary>
    internal IReadOnlyList<WeakReference> Clear(bool remove)
    {
        SessionLifetime lifetime;
        SessionLoop loop;
        IScriptSession? script;
        lock (_lock)
        {
            lifetime = Lifetime;
            loop = Loop;
            script = _script;
            Lifetime = new SessionLifetime();
            Loop = new SessionLoop(ReportFailure) { BackgroundAllowed = RunnerEntry.RunsBetweenCells };
            _script = null;
            CurrentRun = null;
            _ = _failures.Take();
            if (remove)
            {
                State = CSharpSessionState.Removed;
            }
        }

        lifetime.End();
        loop.Close();
        _ = Interlocked.Exchange(ref _cellsRun, 0);
        IReadOnlyList<WeakReference> contexts = script?.Unload() ?? [];
        Retire(contexts);
        return contexts;
    }

    internal void Retire(IReadOnlyList<WeakReference> contexts)
    {
        lock (_lock)
        {
            _retired.AddRange(contexts);
        }
    }
}
