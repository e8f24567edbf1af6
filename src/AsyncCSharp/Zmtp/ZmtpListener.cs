using System.Net;
using System.Net.Sockets;

namespace AsyncCSharp.Zmtp;

/// <summary>A socket of a kernel: listens, and has its connections. A thread of its own takes new ones.</summary>
internal sealed class ZmtpListener : IDisposable
{
    /// <summary>How many connections it has at most; more are no clients.</summary>
    private const int MostConnections = 64;

    private const int Backlog = 128;
    private const int StackSize = 128 * 1024;

    private readonly Lock _lock = new();
    private readonly HashSet<ZmtpConnection> _connections = [];
    private readonly ZmtpEndpoint _endpoint;
    private readonly ZmtpRole _role;
    private readonly ZmtpBudget _budget;
    private readonly Socket _socket;
    private bool _disposed;

    /// <summary>Listens. Connections wait until it is started.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="role">What is done with what comes.</param>
    /// <param name="budget">What messages may take while they are received.</param>
    /// <exception cref="SocketException">The address is not to be had.</exception>
    public ZmtpListener(ZmtpEndpoint endpoint, ZmtpRole role, ZmtpBudget budget)
    {
        _endpoint = endpoint;
        _role = role;
        _budget = budget;
        _socket = endpoint.Listen(Backlog);
    }

    /// <summary>The port, where it listens at one.</summary>
    public int Port => (_socket.LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <summary>Begins to take connections.</summary>
    public void Start() => new Thread(Accept, StackSize) { IsBackground = true, Name = "AsyncCSharp kernel listens" }.UnsafeStart();

    /// <summary>Waits for what is to be sent still; no longer than that, for all connections together.</summary>
    public void Flush(TimeSpan atMost)
    {
        long start = Environment.TickCount64;
        foreach (ZmtpConnection connection in Connections())
        {
            TimeSpan left = atMost - TimeSpan.FromMilliseconds(Environment.TickCount64 - start);
            _ = connection.Flush(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _socket.Dispose();
        _endpoint.Remove();
        foreach (ZmtpConnection connection in Connections())
        {
            connection.Dispose();
        }
    }

    private ZmtpConnection[] Connections()
    {
        lock (_lock)
        {
            return [.. _connections];
        }
    }

    private void Accept()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = _socket.Accept();
            }
            catch (SocketException) when (!_disposed)
            {
                // A client that is gone again, or too many open files for the moment.
                Thread.Sleep(1);
                continue;
            }
            catch (Exception)
            {
                return;
            }

            Take(client);
        }
    }

    private void Take(Socket client)
    {
        ZmtpConnection? connection = null;
        try
        {
            if (client.ProtocolType == ProtocolType.Tcp)
            {
                client.NoDelay = true;
            }

            connection = new ZmtpConnection(client, _role, _budget, Forget);
            bool isTaken;
            lock (_lock)
            {
                isTaken = !_disposed && _connections.Count < MostConnections && _connections.Add(connection);
            }

            if (isTaken)
            {
                connection.Start();
                return;
            }
        }
        catch (Exception)
        {
            // The client is gone again, or there is no thread for it: others are not to suffer for that.
        }

        connection?.Dispose();
        client.Dispose();
    }

    private void Forget(ZmtpConnection connection)
    {
        lock (_lock)
        {
            _ = _connections.Remove(connection);
        }
    }
}
