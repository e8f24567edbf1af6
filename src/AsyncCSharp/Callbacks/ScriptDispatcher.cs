using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using AsyncCSharp.Conversion;
using AsyncCSharp.Loop;

namespace AsyncCSharp.Callbacks;

/// <summary>
/// Has script blocks that other threads call run in their runspace: open for as long as a command of ours is on the
/// pipeline thread, which comes by when it waits, or at its end at the latest. Jobs have runspaces of their own.
/// </summary>
internal sealed class ScriptDispatcher(Func<bool> isCurrent) : IDelegateWrapper
{
    // Its own: one for each of PowerShell's delegates, as long as that is there. A handler is taken off an event only by the delegate it was added as.
    private readonly ConditionalWeakTable<Delegate, Delegate> _wrapped = [];

    // Its own lock, held for the list and the queue of a pump.
    private readonly List<Server> _servers = [];

    /// <summary>Whether the calling thread executes in the runspace.</summary>
    public bool IsCurrent => isCurrent();

    /// <inheritdoc/>
    public object? Wrap(object? value) => ScriptCallback.Wrap(value, this);

    /// <summary>The delegate that stands for one of PowerShell's, made where there is none yet. Any thread.</summary>
    public Delegate WrapperOf(Delegate function, Func<Delegate, Delegate> make) => _wrapped.GetValue(function, function => make(function));

    /// <summary>Opens it, on the pipeline thread.</summary>
    /// <param name="pump">The thread's pump.</param>
    /// <param name="run">How work is to be run there.</param>
    /// <param name="isBlocked">Whether the thread is blocked so that it may not come by; asked by any thread.</param>
    public IDisposable Open(ThreadPump pump, Action<Action> run, Func<bool> isBlocked)
    {
        Server server = new(this, pump, run, isBlocked);
        lock (_servers)
        {
            _servers.Add(server);
        }

        return server;
    }

    /// <summary>Hands work to the pipeline thread; false where nobody is there to run it. Any thread.</summary>
    /// <param name="home">The runspace that it is for; null for any. Any will do as well for one that is gone.</param>
    /// <param name="request">What to do there.</param>
    public bool TryPost(Runspace? home, ScriptRequest request)
    {
        bool anywhere = home is null || home.RunspaceStateInfo.State != System.Management.Automation.Runspaces.RunspaceState.Opened;
        Server? server;
        lock (_servers)
        {
            server = _servers.LastOrDefault(s => anywhere || s.Runspace == home);

            // Posted under the lock: a server runs what was posted before it closes.
            server?.Pump.Enqueue(() => server.Run(request.Run));
        }

        if (server is null)
        {
            return false;
        }

        server.Pump.Tell();
        _ = request.GiveUpIfBlockedAsync(new BlockedTime(server.IsBlocked));
        return true;
    }

    private void Close(Server server)
    {
        lock (_servers)
        {
            _ = _servers.Remove(server);
        }

        // What was taken is done: a caller may be waiting for it.
        _ = server.Pump.RunWork();
    }

    private sealed class Server(ScriptDispatcher dispatcher, ThreadPump pump, Action<Action> run, Func<bool> isBlocked) : IDisposable
    {
        public ThreadPump Pump => pump;

        public Runspace? Runspace { get; } = Runspace.DefaultRunspace;

        public Func<bool> IsBlocked => isBlocked;

        public void Run(Action work) => run(work);

        public void Dispose() => dispatcher.Close(this);
    }
}
