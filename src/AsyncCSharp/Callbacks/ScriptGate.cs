namespace AsyncCSharp;

/// <summary>
/// The way for other threads to have a script block run in the runspace: open for as long as a command of ours is on the
/// pipeline thread, which comes by when it waits, or at its end at the latest.
/// </summary>
internal sealed class ScriptGate
{
    private readonly List<Server> _servers = [];

    /// <summary>Opens it, on the pipeline thread.</summary>
    /// <param name="pump">The thread's pump.</param>
    /// <param name="run">How work is to be run there.</param>
    public IDisposable Open(ThreadPump pump, Action<Action> run)
    {
        Server server = new(this, pump, run);
        lock (_servers)
        {
            _servers.Add(server);
        }

        return server;
    }

    /// <summary>Hands work to the pipeline thread; false where nobody is there to run it. Any thread.</summary>
    public bool TryPost(Action work)
    {
        lock (_servers)
        {
            if (_servers.Count == 0)
            {
                return false;
            }

            Server server = _servers[^1];
            server.Pump.Post(() => server.Run(work));
            return true;
        }
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

    private sealed class Server(ScriptGate gate, ThreadPump pump, Action<Action> run) : IDisposable
    {
        public ThreadPump Pump => pump;

        public void Run(Action work) => run(work);

        public void Dispose() => gate.Close(this);
    }
}
