using System.Net.Sockets;
using System.Text.Json.Nodes;
using AsyncCSharp.Jupyter;
using AsyncCSharp.Zmtp;

namespace AsyncCSharp.Kernels;

/// <summary>The five sockets of a kernel. Requests come on threads of the connections.</summary>
internal sealed class KernelSockets : IDisposable
{
    /// <summary>What messages may take, all together, while they are received.</summary>
    private const long Budget = 64L * 1024 * 1024;

    private static readonly TimeSpan s_flushTime = TimeSpan.FromMilliseconds(500);

    private readonly MessageCodec _codec;
    private readonly List<ZmtpListener> _listeners = [];
    private readonly RouterRole _input;
    private readonly Action<KernelRequest> _asked;
    private readonly Action<JupyterMessage> _answered;
    private long _requests;

    /// <summary>Listens. Clients wait until it is started.</summary>
    /// <param name="file">Where.</param>
    /// <param name="asked">Gets the requests.</param>
    /// <param name="answered">Gets the answers of users to whom something was asked.</param>
    /// <exception cref="FormatException">The file does not say where, or how messages are signed.</exception>
    /// <exception cref="SocketException">A socket is not to be had.</exception>
    /// <exception cref="PathTooLongException">The path of one is too long.</exception>
    public KernelSockets(ConnectionFile file, Action<KernelRequest> asked, Action<JupyterMessage> answered)
    {
        _asked = asked;
        _answered = answered;
        _codec = new MessageCodec(new MessageSigner(file.Key, file.Scheme));
        _input = new RouterRole(Answer);
        Output = new OutputPublisher(_codec);
        ZmtpBudget budget = new(Budget);
        try
        {
            Listen(file, "hb", new EchoRole(), budget);
            Listen(file, "control", new RouterRole((connection, message) => Ask(connection, message, KernelChannel.Control)), budget);
            Listen(file, "stdin", _input, budget);
            Listen(file, "iopub", Output.Role, budget);
            Listen(file, "shell", new RouterRole((connection, message) => Ask(connection, message, KernelChannel.Shell)), budget);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Begins to take requests.</summary>
    public void Start() => _listeners.ForEach(listener => listener.Start());

    /// <summary>What all clients see.</summary>
    public OutputPublisher Output { get; }

    /// <summary>Answers a request.</summary>
    public void Reply(KernelRequest request, string type, JsonObject content)
    {
        JupyterMessage message = _codec.Make(type, request.Header, content);
        request.Connection?.Send(ZmtpWriter.Message([.. request.Message.Route, .. _codec.Write(message)]));
    }

    /// <summary>Makes a question to the user who has made a request.</summary>
    public JupyterMessage MakeQuestion(KernelRequest request, JsonObject content) => _codec.Make("input_request", request.Header, content);

    /// <summary>Asks the user who has made a request. False where the client has no connection for that.</summary>
    public bool TryAsk(KernelRequest request, JupyterMessage question)
    {
        if (request.Connection is null || _input.FindFor(request.Connection) is not { } connection)
        {
            return false;
        }

        Output.Flush();
        connection.Send(ZmtpWriter.Message(_codec.Write(question)));
        return true;
    }

    /// <summary>Waits a moment for what is on its way.</summary>
    public void Flush()
    {
        Output.Flush();
        foreach (ZmtpListener listener in _listeners)
        {
            listener.Flush(s_flushTime);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Output.Dispose();
        foreach (ZmtpListener listener in _listeners)
        {
            listener.Dispose();
        }
    }

    private void Listen(ConnectionFile file, string name, ZmtpRole role, ZmtpBudget budget) =>
        _listeners.Add(new ZmtpListener(file.EndpointOf(name), role, budget));

    private void Ask(ZmtpConnection connection, IReadOnlyList<byte[]> frames, KernelChannel channel)
    {
        if (_codec.Read(frames) is { } message)
        {
            _asked(new KernelRequest(message, connection, channel, Output) { Order = Interlocked.Increment(ref _requests) });
        }
    }

    private void Answer(ZmtpConnection connection, IReadOnlyList<byte[]> frames)
    {
        if (_codec.Read(frames) is { Type: "input_reply" } message)
        {
            _answered(message);
        }
    }
}
