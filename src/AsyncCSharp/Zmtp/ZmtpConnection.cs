using System.Net.Sockets;
using System.Text;

namespace AsyncCSharp.Zmtp;

/// <summary>
/// A client's connection to one of the sockets. Two threads of its own read and write: a cell may keep the whole thread pool busy, and
/// the message that stops it has to be read nevertheless.
/// </summary>
internal sealed class ZmtpConnection : IDisposable
{
    /// <summary>How much may wait for a client of a heartbeat.</summary>
    public const long EchoRoom = 1024 * 1024;

    /// <summary>What is sent at a time, at least, where there is as much.</summary>
    private const int Batch = 64 * 1024;

    private const int StackSize = 256 * 1024;

    /// <summary>What is said about the socket is a handful of short words.</summary>
    private const int LongestHandshake = 16 * 1024;

    /// <summary>How long a name may be, by the protocol. It is kept for as long as the connection.</summary>
    private const int LongestIdentity = 255;

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly ZmtpRole _role;
    private readonly ZmtpBudget _budget;
    private readonly Action<ZmtpConnection> _closed;
    private readonly OutgoingQueue _outgoing = new();
    private int _isClosed;

    /// <summary>Takes a socket over.</summary>
    /// <param name="socket">The connected socket.</param>
    /// <param name="role">What is done with what comes.</param>
    /// <param name="budget">What messages may take.</param>
    /// <param name="closed">Is told of the end.</param>
    public ZmtpConnection(Socket socket, ZmtpRole role, ZmtpBudget budget, Action<ZmtpConnection> closed)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _role = role;
        _budget = budget;
        _closed = closed;
    }

    /// <summary>How the client calls itself; empty for no name.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>How many bytes wait to be sent.</summary>
    public long Unsent => _outgoing.Bytes;

    /// <summary>How long the other side may take until it is ready.</summary>
    public TimeSpan HandshakeTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a message may take from its first byte to its last: what is there of it holds memory.</summary>
    public TimeSpan MessageTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Begins to read.</summary>
    public void Start() => new Thread(Read, StackSize) { IsBackground = true, Name = "AsyncCSharp kernel reads" }.UnsafeStart();

    /// <summary>Sends the bytes of a message or a command. Never waits. Any thread.</summary>
    public void Send(byte[] bytes) => _outgoing.Add(bytes);

    /// <summary>Waits until no more than so many bytes wait to be sent, or the connection is gone.</summary>
    public bool WaitForRoom(long most, CancellationToken cancellationToken) => _outgoing.WaitForRoom(most, cancellationToken);

    /// <summary>Waits a while for what is to be sent still.</summary>
    public bool Flush(TimeSpan atMost) => _outgoing.WaitForRoom(0, CancellationToken.None, atMost);

    /// <summary>Ends it. Any thread.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        _outgoing.Close(drop: true);
        try
        {
            // What the system has still to send goes out first.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side was faster.
        }

        _stream.Dispose();
        _closed(this);
    }

    private void Read()
    {
        bool isReady = false;
        try
        {
            using ZmtpReader reader = new(_stream, _budget) { MessageTime = MessageTime };
            reader.SetDeadline(HandshakeTime);
            ShakeHands(reader);
            reader.SetDeadline(null);
            new Thread(Write, StackSize) { IsBackground = true, Name = "AsyncCSharp kernel writes" }.UnsafeStart();
            _role.OnReady(this);
            isReady = true;
            while (reader.ReadMessage(OnCommand) is { } message)
            {
                _role.OnMessage(this, message);
            }
        }
        catch (Exception)
        {
            // Whatever the other side has sent is the end of its connection, and of nothing else.
        }
        finally
        {
            if (isReady)
            {
                _role.OnClosed(this);
            }

            Dispose();
        }
    }

    private void ShakeHands(ZmtpReader reader)
    {
        _stream.Write(ZmtpWriter.Greeting());
        ZmtpWriter.CheckGreeting(reader.ReadBytes(ZmtpWriter.GreetingLength));
        _stream.Write(ZmtpCommand.MakeReady(_role.SocketType));
        if (reader.ReadFrame(LongestHandshake) is not { IsCommand: true } frame || ZmtpCommand.Parse(frame.Body) is not { Name: ZmtpCommand.Ready } ready)
        {
            throw new ZmtpException("The other side is not ready.");
        }

        IReadOnlyDictionary<string, byte[]> properties = ZmtpCommand.ReadProperties(ready.Data.Span);
        string type = properties.TryGetValue("Socket-Type", out byte[]? value) ? Encoding.Latin1.GetString(value) : string.Empty;
        if (!_role.Accepts(type))
        {
            throw new ZmtpException("The other side is a socket of another kind.");
        }

        Identity = properties.GetValueOrDefault("Identity") ?? [];
        if (Identity.Length > LongestIdentity)
        {
            throw new ZmtpException("The name of the other side is too long.");
        }
    }

    private void OnCommand(ZmtpCommand command)
    {
        switch (command.Name)
        {
            case ZmtpCommand.Ping when command.Data.Length >= 2:
                // Behind the time to live stands what has to come back. Who asks and does not listen is not to fill the memory.
                Send(ZmtpWriter.Command(ZmtpCommand.Pong, command.Data.Span[2..]));
                _ = WaitForRoom(EchoRoom, CancellationToken.None);
                break;
            case ZmtpCommand.Error:
                throw new ZmtpException("The other side gives up.");
            default:
                _role.OnCommand(this, command);
                break;
        }
    }

    private void Write()
    {
        byte[] batch = new byte[Batch];
        try
        {
            while (_outgoing.Take() is { } first)
            {
                if (first.Length > batch.Length)
                {
                    _stream.Write(first);
                    _outgoing.Sent(first.Length);
                    continue;
                }

                // Many small messages are one write.
                int length = 0;
                for (byte[]? next = first; next is not null; next = _outgoing.TryTake(batch.Length - length))
                {
                    next.CopyTo(batch, length);
                    length += next.Length;
                }

                _stream.Write(batch, 0, length);
                _outgoing.Sent(length);
            }
        }
        catch (Exception)
        {
            Dispose();
        }
    }
}
