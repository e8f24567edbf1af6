namespace AsyncCSharp.Zmtp;

/// <summary>REP that answers with what it was asked: a heartbeat. It needs no thread but that of its connection, whatever the kernel does.</summary>
internal sealed class EchoRole : ZmtpRole
{
    /// <inheritdoc/>
    public override string SocketType => "REP";

    /// <inheritdoc/>
    public override bool Accepts(string peerType) => peerType is "REQ" or "DEALER" or "ROUTER";

    /// <inheritdoc/>
    public override void OnMessage(ZmtpConnection connection, IReadOnlyList<byte[]> message)
    {
        connection.Send(ZmtpWriter.Message(message));

        // Who asks and does not listen is not to fill the memory.
        _ = connection.WaitForRoom(ZmtpConnection.EchoRoom, CancellationToken.None);
    }
}
