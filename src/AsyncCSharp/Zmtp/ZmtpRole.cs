namespace AsyncCSharp.Zmtp;

/// <summary>What a socket of a kernel does with its connections. The members are called by the connections' threads.</summary>
internal abstract class ZmtpRole
{
    /// <summary>What the socket says that it is.</summary>
    public abstract string SocketType { get; }

    /// <summary>Whether a socket of that type may connect.</summary>
    public abstract bool Accepts(string peerType);

    /// <summary>A connection is ready.</summary>
    public virtual void OnReady(ZmtpConnection connection)
    {
    }

    /// <summary>A message has come.</summary>
    public abstract void OnMessage(ZmtpConnection connection, IReadOnlyList<byte[]> message);

    /// <summary>A command has come that is not the connection's own matter.</summary>
    public virtual void OnCommand(ZmtpConnection connection, ZmtpCommand command)
    {
    }

    /// <summary>A connection that was ready is gone.</summary>
    public virtual void OnClosed(ZmtpConnection connection)
    {
    }
}
