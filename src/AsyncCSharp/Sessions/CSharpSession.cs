using System.Management.Automation;
using AsyncCSharp.Caches;
using AsyncCSharp.Callbacks;
using AsyncCSharp.Contract;
using AsyncCSharp.Failures;
using AsyncCSharp.Loop;
using AsyncCSharp.Output;
using AsyncCSharp.Reporting;
using AsyncCSharp.Runners;
using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>
/// C# state that lives from cell to cell: variables, methods, types, usings, references, the runner and AutoAwait.
/// Belongs to one runspace; the properties may be read from any thread.
/// </summary>
public sealed class CSharpSession : ISessionScope
{
    private readonly object _lock = new();
    private readonly List<WeakReference> _retired = [];
    private volatile IScriptSession? _script;
    private volatile SessionGate _gate = new();
    private volatile bool _removed;
    private int _cellsRun;
    private int _awaitedCells;

    internal CSharpSession(string name, RunspaceSessions owner, SessionSetup setup)
    {
        Name = name;
        Owner = owner;
        Setup = setup;
        Globals = new CellGlobals(this);
        Lifetime = new SessionLifetime();
        Loop = new SessionLoop(Failures.Report);
        RunnerEntry = BuiltInRunners.Default;
    }

    /// <summary>The name, unique in the runspace.</summary>
    public string Name { get; }

    /// <summary>How many cells were taken for running, whatever became of them.</summary>
    public int CellsRun => Volatile.Read(ref _cellsRun);

    /// <summary>How many variables are in scope.</summary>
    public int Variables => _script?.GetVariables().Count ?? 0;

    /// <summary>Namespaces that its cells import, and using directives of cells so far; empty as long as nothing was compiled.</summary>
    public IReadOnlyList<string> Usings => _script?.Contents.Usings ?? [];

    /// <summary>Assemblies that its cells refer to, besides the framework and those of packages: files, or names of what the process has.</summary>
    public IReadOnlyList<string> References => _script?.Contents.References ?? [];

    /// <summary>The NuGet packages, with what they depend on: ids and versions.</summary>
    public IReadOnlyList<string> Packages => _script?.Contents.Packages ?? [];

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
    public double TimeoutSeconds => Setup.TimeoutSeconds;

    /// <summary>Whether somebody works with it: a cell, a job, or a cmdlet.</summary>
    public CSharpSessionState State =>
        _removed ? CSharpSessionState.Removed : _gate.IsHeld ? CSharpSessionState.Busy : CSharpSessionState.Ready;

    internal RunspaceSessions Owner { get; }

    /// <summary>What it begins with, anew after each reset.</summary>
    internal SessionSetup Setup { get; }

    internal CellGlobals Globals { get; }

    internal SessionLifetime Lifetime { get; private set; }

    internal CellSources Sources { get; } = new();

    /// <summary>The texts that have declared what it has.</summary>
    internal DeclaringTexts Declaring { get; } = new();

    /// <summary>The exceptions that background code of the session has thrown.</summary>
    internal SessionFailures Failures { get; } = new();

    internal SessionLoop Loop { get; private set; }

    internal RunnerEntry RunnerEntry { get; private set; }

    /// <summary>The gate of the session's present life.</summary>
    internal SessionGate Gate => _gate;

    /// <summary>Whether the calling thread has it, or a pipeline of the runspace will have a cell of it run as soon as an object comes.</summary>
    internal bool IsInUseHere => _gate.IsHeldHere || Volatile.Read(ref _awaitedCells) > 0;

    /// <summary>The innermost run of a cell that is on the stack, for code whose execution context was suppressed.</summary>
    internal StoppableRun? CurrentRun { get; set; }

    /// <summary>
    /// The compiled state, or null as long as nothing was compiled, for who looks at names and numbers only: these may change meanwhile.
    /// </summary>
    internal IScriptSession? Glance => _script;

    /// <inheritdoc/>
    StoppableRun? ISessionScope.CurrentRun => CurrentRun;

    /// <inheritdoc/>
    CancellationToken ISessionScope.Token => Lifetime.Token;

    /// <inheritdoc/>
    Delegate? ISessionScope.MakeCallback(Type type, ScriptBlock script) => CallbackDelegate.Make(type, new ScriptCallback(script, null, Owner.Scripts));

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Gives the calling thread the execution context of the session's cells, with a run in it.</summary>
    internal void EnterFlow(StoppableRun? run) => SessionLifetime.EnterFlow(Lifetime.Flow, run, run is null ? null : Glance);

    /// <summary>
    /// Takes the session for the calling thread. Nested calls on the thread that has it go on at once; any other waits for its turn.
    /// </summary>
    /// <param name="makeWait">How the thread waits, where it has to.</param>
    /// <exception cref="SessionException">The session was removed.</exception>
    /// <exception cref="WaitTimeoutException">Another thread has it for longer than is waited for.</exception>
    internal SessionHold Enter(Func<PumpWait> makeWait)
    {
        PumpWait? wait = null;
        while (true)
        {
            // A gate that is closed meanwhile, by a reset, lets nobody in: then the gate of the next life is asked.
            SessionGate gate = OpenGate();
            if ((gate.TryEnter(this) ?? gate.Enqueue().Wait(this, wait ??= makeWait())) is { } hold)
            {
                return hold;
            }
        }
    }

    /// <summary>A pipeline has begun whose cell takes the session when the first object comes; <see cref="EndAwaiting"/> follows.</summary>
    internal void BeginAwaiting() => Interlocked.Increment(ref _awaitedCells);

    /// <summary>Ends <see cref="BeginAwaiting"/>.</summary>
    internal void EndAwaiting() => Interlocked.Decrement(ref _awaitedCells);

    /// <summary>Gives a job its place in the queue. From then on the session is the job's.</summary>
    internal GateWaiter Enqueue() => OpenGate().Enqueue();

    /// <summary>The compiled state of the life that the gate belongs to.</summary>
    internal IScriptSession? ScriptIn(SessionGate gate)
    {
        lock (_lock)
        {
            return gate == _gate ? _script : null;
        }
    }

    /// <summary>As <see cref="ScriptIn"/>, made on first use; the token ends the download of packages that the session is made with.</summary>
    /// <exception cref="SessionException">That life is over, or what the session is made with is not to be had.</exception>
    internal IScriptSession OpenScript(SessionGate gate, PackageReport? report, CancellationToken cancellationToken)
    {
        if (ScriptIn(gate) is { } known)
        {
            report?.Attach(known);
            return known;
        }

        // The lock is not held here, so that a reset of the session does not wait for a download.
        return Begin(gate, Setup.CreateScript(this, report, cancellationToken));
    }

    /// <summary>Gives the life that the gate belongs to its compiled state. It has none yet.</summary>
    /// <exception cref="SessionException">That life is over.</exception>
    internal IScriptSession Begin(SessionGate gate, IScriptSession made)
    {
        lock (_lock)
        {
            if (gate == _gate)
            {
                return _script = made;
            }
        }

        _ = made.Unload();
        throw SessionException.Of(nameof(Strings.SessionBusy), Name);
    }

    /// <summary>Has an invocation stopped at the end of the life that the gate belongs to.</summary>
    internal void Add(ISessionWork invocation, SessionGate gate)
    {
        lock (_lock)
        {
            if (gate == _gate)
            {
                Lifetime.Add(invocation);
                return;
            }
        }

        invocation.RequestStop(StopCause.Session);
    }

    /// <summary>Has the next cell have at least that number.</summary>
    internal void SkipNumbersTo(int number) => Atomic.Raise(ref _cellsRun, number - 1);

    /// <summary>Has the next cell have that number, also where a cell has had it: for a notebook the parts of a cell are one.</summary>
    internal void SetNextNumber(int number) => Volatile.Write(ref _cellsRun, number - 1);

    internal int NextCellNumber()
    {
        TypeCaches.ClearWhenDue();
        return Interlocked.Increment(ref _cellsRun);
    }

    internal void SetRunner(RunnerEntry entry)
    {
        RunnerEntry = entry;
        Loop.BackgroundAllowed = entry.RunsBetweenCells;
    }

    /// <summary>Stops what runs, in the background or not, and lets go of all state: a new life begins at once.</summary>
    /// <param name="remove">Whether the session takes no more cells.</param>
    /// <param name="heir">The session that answers for what is still held of this one; itself, where there is none.</param>
    /// <param name="cause">What its calls are told.</param>
    internal void Clear(bool remove, CSharpSession? heir = null, StopCause cause = StopCause.Session)
    {
        SessionLifetime lifetime;
        SessionLoop loop;
        SessionGate gate;
        IScriptSession? script;
        lock (_lock)
        {
            lifetime = Lifetime;
            loop = Loop;
            gate = _gate;
            script = _script;
            Sources.Clear();
            Declaring.Clear();
            Lifetime = new SessionLifetime();
            Loop = new SessionLoop(Failures.Report) { BackgroundAllowed = RunnerEntry.RunsBetweenCells };
            _gate = new SessionGate();
            _script = null;
            CurrentRun = null;
            Failures.Clear();
            _removed |= remove;
        }

        Owner.Types.Remove(this);
        lifetime.End(cause);
        loop.Close();
        _ = Interlocked.Exchange(ref _cellsRun, 0);

        // Code that has entered the old life goes on with the old state until it leaves the gate, and PowerShell's caches may get types of
        // that state until then: so they are cleared once more.
        bool isLate = false;
        gate.Close(() =>
        {
            (heir ?? this).Retire(script?.Unload() ?? []);
            if (isLate)
            {
                TypeCaches.Clear();
            }
        });
        isLate = true;
    }

    private SessionGate OpenGate()
    {
        lock (_lock)
        {
            return _removed ? throw SessionException.Of(nameof(Strings.SessionNotFound), Name) : _gate;
        }
    }

    private void Retire(IReadOnlyList<WeakReference> contexts)
    {
        lock (_lock)
        {
            // The context of a library may be that of several copies.
            _ = _retired.RemoveAll(r => !r.IsAlive);
            _retired.AddRange([.. contexts.Where(c => c.Target is { } context && !_retired.Exists(r => ReferenceEquals(r.Target, context)))]);
        }
    }
}
