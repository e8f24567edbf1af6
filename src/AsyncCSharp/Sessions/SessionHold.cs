using AsyncCSharp.Contract;
using AsyncCSharp.Loop;
using AsyncCSharp.Output;
using AsyncCSharp.Reporting;
using AsyncCSharp.Runners;

namespace AsyncCSharp.Sessions;

/// <summary>
/// The calling thread's hold on a session: the one way to its compiled state. Made by <see cref="CSharpSession.Enter"/>, and given back
/// when it is disposed, by that thread or by who ends it.
/// </summary>
internal sealed class SessionHold(CSharpSession session, SessionGate gate) : IDisposable
{
    private readonly ThreadPump _pump = ThreadPump.Current;

    /// <summary>What is held.</summary>
    public CSharpSession Session => session;

    /// <summary>Whether it is the calling thread's.</summary>
    public bool IsHere => _pump.IsCurrentThread;

    /// <summary>The compiled state, or null as long as nothing was compiled.</summary>
    public IScriptSession? ScriptOrNull => session.ScriptIn(gate);

    /// <summary>The compiled state, made on first use: Roslyn is loaded then and not before.</summary>
    /// <param name="cancellationToken">Ends the download of packages that the session is made with.</param>
    /// <param name="report">Is told of these packages, and of those that are added from then on; null for nobody.</param>
    /// <exception cref="SessionException">The session was reset or removed meanwhile, or what it is made with is not to be had.</exception>
    public IScriptSession OpenScript(CancellationToken cancellationToken, PackageReport? report = null) => session.OpenScript(gate, report, cancellationToken);

    /// <summary>
    /// Gives a session that has compiled nothing yet all that this one has: types and values by reference, variables of its own, imports,
    /// references, packages, the runner, and what cells have put into their execution context.
    /// </summary>
    /// <exception cref="SessionException">The other session was reset or removed meanwhile.</exception>
    public void CopyTo(SessionHold other)
    {
        CSharpSession copy = other.Session;
        copy.SetRunner(session.RunnerEntry);
        copy.AutoAwait = session.AutoAwait;
        copy.SkipNumbersTo(session.CellsRun + 1);
        copy.Sources.CopyFrom(session.Sources);
        copy.Declaring.CopyFrom(session.Declaring);
        copy.Lifetime.Flow = session.Lifetime.Flow;
        copy.Lifetime.History.CopyFrom(session.Lifetime.History);
        copy.Lifetime.Formatters.CopyFrom(session.Lifetime.Formatters);
        if (ScriptOrNull is { } script)
        {
            IScriptSession copied = script.Copy(copy.Setup.OptionsFor(copy), copy.Globals);
            other.Begin(copied);
            other.ShowTypes();

            // A runner that is a method of the session uses the variables of the copy there, as any method does.
            if (session.RunnerEntry is { Runner: DelegateRunner runner, Name: var name }
                && script.FindRunnerMethod(name) is { } method && runner.Calls(method) && copied.FindRunnerMethod(name) is { } own)
            {
                copy.SetRunner(session.RunnerEntry with { Runner = new DelegateRunner(own) });
            }
        }
    }

    /// <summary>Has an invocation that the hold is for stopped when the session is reset or removed.</summary>
    public void Add(ISessionWork invocation) => session.Add(invocation, gate);

    /// <summary>Has PowerShell know the types of libraries that the session has come to refer to.</summary>
    public void ShowTypes()
    {
        if (ScriptOrNull?.TakeNewLibraries() is { Count: > 0 } libraries)
        {
            session.Owner.Types.Add(session, session.Name, libraries);
        }
    }

    private void Begin(IScriptSession script) => _ = session.Begin(gate, script);

    /// <inheritdoc/>
    public void Dispose() => gate.Leave(this);
}
