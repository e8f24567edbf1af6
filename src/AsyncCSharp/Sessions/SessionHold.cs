using AsyncCSharp.Contract;
using AsyncCSharp.Loop;
using AsyncCSharp.Output;
using AsyncCSharp.Reporting;

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

    /// <inheritdoc/>
    public void Dispose() => gate.Leave(this);
}
