namespace AsyncCSharp.Zmtp;

/// <summary>
/// ROUTER: messages come from any number of clients, and an answer goes to the connection that the question came from, whatever identity the
/// clients have: two of them may have the same.
/// </summary>
/// <param name="received">Gets the messages, on threads of the connections.</param>
internal sealed class RouterRole(Action<ZmtpConnection, IReadOnlyList<byte[]>> received) : ZmtpRole
{
    private readonly Lock _lock = new();
    private readonly List<ZmtpConnection> _connections = [];

    /// <inheritdoc/>
    public override string SocketType => "ROUTER";

    /// <inheritdoc/>
    public override bool Accepts(string peerType) => peerType is "REQ" or "DEALER" or "ROUTER";

    /// <inheritdoc/>
    public override void OnReady(ZmtpConnection connection)
    {
        lock (_lock)
        {
            _connections.Add(connection);
        }
    }

    /// <inheritdoc/>
    public override void OnClosed(ZmtpConnection connection)
    {
        lock (_lock)
        {
            _ = _connections.Remove(connection);
        }
    }

    /// <inheritdoc/>
    public override void OnMessage(ZmtpConnection connection, IReadOnlyList<byte[]> message) => received(connection, message);

    /// <summary>
    /// The connection of a client that has another one, to another socket: of the same identity the latest. Without an identity it is found
    /// only where there is but one.
    /// </summary>
    public ZmtpConnection? FindFor(ZmtpConnection other)
    {
        lock (_lock)
        {
            return _connections.FindLast(c => c.Identity.Length > 0 && c.Identity.AsSpan().SequenceEqual(other.Identity))
                ?? (_connections.Count == 1 ? _connections[0] : null);
        }
    }
}
