using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using AsyncCSharp.Caches;
using AsyncCSharp.Callbacks;
using AsyncCSharp.Conversion;
using AsyncCSharp.Failures;
using AsyncCSharp.Interop;
using AsyncCSharp.Output;
using AsyncCSharp.Reporting;
using AsyncCSharp.Runners;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Sessions;

/// <summary>What the module keeps for one runspace: its sessions and its runners. Sessions of two runspaces never meet.</summary>
internal sealed class RunspaceSessions : IDelegateWrapper
{
    /// <summary>The session that is there without asking.</summary>
    public const string DefaultSessionName = "Default";

    private static readonly ConditionalWeakTable<Runspace, RunspaceSessions> s_states = [];

    private readonly Dictionary<string, CSharpSession> _sessions = new(StringComparer.OrdinalIgnoreCase);

    // What other parts of the module keep for the runspace.
    private readonly ConcurrentDictionary<Type, object> _parts = new();

    // Whether there were sessions, whose types PowerShell may have kept. Set where the runspace or the module goes.
    private bool _anyEnded;

    private RunspaceSessions() => Scripts = new ScriptDispatcher(() => IsCurrent);

    /// <summary>The state of the runspace that the calling thread executes in.</summary>
    public static RunspaceSessions Current => For(Runspace.DefaultRunspace
        ?? throw new InvalidOperationException(Strings.NoRunspace));

    /// <summary>The runspace's host, once a cmdlet has run in it: where background work writes to.</summary>
    public PSHost? Host { get; set; }

    /// <summary>Writes to the host what no pipeline writes.</summary>
    public HostPrinter Printer { get; } = new();

    /// <summary>The way to the pipeline thread for script blocks that other threads call.</summary>
    public ScriptDispatcher Scripts { get; }

    /// <summary>The types of the sessions' libraries, as PowerShell finds them.</summary>
    public ShellTypes Types { get; } = new();

    /// <summary>Whether the calling thread executes in this runspace.</summary>
    public bool IsCurrent => Runspace.DefaultRunspace is { } runspace && s_states.TryGetValue(runspace, out RunspaceSessions? state) && state == this;

    /// <summary>What a part of the module that stands above keeps for the runspace: one object of its type, made on first use.</summary>
    public T Of<T>()
        where T : class, new() => (T)_parts.GetOrAdd(typeof(T), static _ => new T());

    /// <inheritdoc/>
    public object? Wrap(object? value) => Scripts.Wrap(value);

    /// <summary>The registered runners.</summary>
    public RunnerTable Runners { get; } = new();

    /// <summary>The names of all sessions, in order.</summary>
    public IReadOnlyList<CSharpSession> Sessions
    {
        get
        {
            lock (_sessions)
            {
                return [.. _sessions.Values.OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)];
            }
        }
    }

    /// <summary>The state of a runspace, made on first use.</summary>
    public static RunspaceSessions For(Runspace runspace) => s_states.GetValue(runspace, static r =>
    {
        RunspaceSessions state = new();
        state.Types.AddRunspace(r);
        r.StateChanged += (_, e) => state.Follow(r, e.RunspaceStateInfo.State);
        return state;
    });

    /// <summary>Lets another runspace, that of a job, work with the same sessions.</summary>
    public void Share(Runspace runspace) => s_states.AddOrUpdate(runspace, this);

    /// <summary>The session of that name, or null. The Default session is made on first use.</summary>
    public CSharpSession? Find(string name)
    {
        lock (_sessions)
        {
            if (_sessions.TryGetValue(name, out CSharpSession? session))
            {
                return session;
            }

            if (!name.Equals(DefaultSessionName, StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            return _sessions[DefaultSessionName] = new CSharpSession(DefaultSessionName, this, SessionSetup.Default);
        }
    }

    /// <summary>Makes a session.</summary>
    /// <exception cref="SessionException">There is one of that name.</exception>
    public CSharpSession Add(string? name, SessionSetup setup)
    {
        lock (_sessions)
        {
            if (name is null)
            {
                int number = 1;
                while (_sessions.ContainsKey($"Session{number}"))
                {
                    number++;
                }

                name = $"Session{number}";
            }

            if (_sessions.ContainsKey(name))
            {
                throw SessionException.Of(nameof(Strings.SessionExists), name);
            }

            return _sessions[name] = new CSharpSession(name, this, setup);
        }
    }

    /// <summary>Takes a session out of the table, ended.</summary>
    public void Remove(CSharpSession session)
    {
        lock (_sessions)
        {
            if (_sessions.GetValueOrDefault(session.Name) == session)
            {
                _ = _sessions.Remove(session.Name);
            }
        }

        // A removed session is not listed any more; what is still held of it must be.
        session.Clear(remove: true, heir: Find(DefaultSessionName));
    }

    /// <summary>Puts a session in the place of one of the same name, which is ended.</summary>
    public void Replace(CSharpSession before, CSharpSession session)
    {
        lock (_sessions)
        {
            _sessions[session.Name] = session;
        }

        Remove(before);
    }

    /// <summary>Whether any runspace has sessions.</summary>
    public static bool AnySessions => s_states.Any(s => s.Value.Sessions.Count > 0);

    /// <summary>Writes a warning to the runspace's user, past the streams of a pipeline that takes nothing more.</summary>
    public void WriteWarningToHost(string message)
    {
        try
        {
            Host?.UI?.WriteWarningLine(message);
        }
        catch (Exception)
        {
            // A host without a user interface has nobody to warn, and what one throws is no matter of whoever ends a session.
        }
    }

    /// <summary>The runspace or the module is gone: nothing of it goes on.</summary>
    /// <param name="cause">What the calls that are under way are told.</param>
    public void Close(StopCause cause = StopCause.Session)
    {
        IReadOnlyList<CSharpSession> sessions;
        lock (_sessions)
        {
            sessions = Sessions;
            _sessions.Clear();
        }

        foreach (CSharpSession session in sessions)
        {
            // No further cell comes that would report these failures.
            foreach ((string message, _) in FailureReport.Take(session.Failures))
            {
                WriteWarningToHost(message);
            }

            session.Clear(remove: true, cause: cause);
        }

        _anyEnded |= sessions.Count > 0;
        Printer.Finish();
    }

    // PowerShell stops the pipelines of a closing runspace after this: a call that only said that its session has ended would have its script
    // go on until then. While the runspace closes, its code may still use types of the sessions: PowerShell lets go of them at the end. Actions of
    // PowerShell.Exiting come between, and may run cells.
    private void Follow(Runspace runspace, System.Management.Automation.Runspaces.RunspaceState state)
    {
        if (state is System.Management.Automation.Runspaces.RunspaceState.Closing)
        {
            if (!runspace.Events.Subscribers.Any(s => s.SourceIdentifier == PSEngineEvent.Exiting && s.Action is not null))
            {
                Close(StopCause.Pipeline);
            }
        }
        else if (state is System.Management.Automation.Runspaces.RunspaceState.Closed or System.Management.Automation.Runspaces.RunspaceState.Broken)
        {
            Close(StopCause.Pipeline);
            if (_anyEnded)
            {
                _ = ClearCachesAsync();
            }
        }
    }

    // Later, on a thread of the pool, which a process that ends does not wait for: looking through PowerShell's types takes forty milliseconds
    // the first time, and the runspace may be the last one. What its variables hold goes with them.
    private static async Task ClearCachesAsync()
    {
        await Task.Delay(Durations.AfterRunspace).ConfigureAwait(false);
        TypeCaches.Clear();
    }
}
