using System.Net.Sockets;
using System.Text;
using AsyncCSharp.Zmtp;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Kernels;

/// <summary>The other side of a socket: a client that speaks ZMTP, as far as it is told to.</summary>
internal sealed class WireClient : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly ZmtpReader _reader;

    private WireClient(ZmtpEndpoint endpoint, int port)
    {
        _socket = endpoint.Address is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _socket.Connect(endpoint.Address is UnixDomainSocketEndPoint ? endpoint.Address : new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port));
        _stream = new NetworkStream(_socket, ownsSocket: true) { ReadTimeout = (int)Math.Min(int.MaxValue, Limits.Hang.TotalMilliseconds) };
        _reader = new ZmtpReader(_stream, new ZmtpBudget(long.MaxValue));
    }

    /// <summary>Connects, and says nothing.</summary>
    public static WireClient Silent(ZmtpEndpoint endpoint, int port) => new(endpoint, port);

    /// <summary>Connects, and shakes hands.</summary>
    public static WireClient Ready(ZmtpEndpoint endpoint, int port, string type, string identity = "")
    {
        WireClient client = new(endpoint, port);
        client.Send(ZmtpWriter.Greeting());
        ZmtpWriter.CheckGreeting(client._reader.ReadBytes(ZmtpWriter.GreetingLength));
        byte[] name = Encoding.ASCII.GetBytes(identity);
        client.Send(ZmtpWriter.Command(
            ZmtpCommand.Ready,
            [.. "\x0bSocket-Type\0\0\0"u8, (byte)type.Length, .. Encoding.ASCII.GetBytes(type), .. "\x08Identity\0\0\0"u8, (byte)name.Length, .. name]));
        Assert.Equal(ZmtpCommand.Ready, ZmtpCommand.Parse(client._reader.ReadFrame()!.Value.Body).Name);
        return client;
    }

    public void Send(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    public void SendMessage(params string[] frames) => Send(ZmtpWriter.Message([.. frames.Select(Encoding.UTF8.GetBytes)]));

    public string[] Receive() => [.. _reader.ReadMessage(_ => { })!.Select(Encoding.UTF8.GetString)];

    /// <summary>Whether the other side says something within that time.</summary>
    public bool HasData(TimeSpan atMost) => _socket.Poll(atMost, SelectMode.SelectRead);

    /// <summary>Whether the other side closes the connection.</summary>
    public bool IsClosed()
    {
        try
        {
            while (_stream.ReadByte() >= 0)
            {
            }

            return true;
        }
        catch (IOException e)
        {
            return (e.InnerException as SocketException)?.SocketErrorCode != SocketError.TimedOut;
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }
}
