namespace AsyncCSharp.Zmtp;

/// <summary>XPUB: a message goes to every connection that has subscribed to what it begins with. None is dropped.</summary>
/// <param name="room">How many bytes may wait for a connection before who publishes is held back.</param>
/// <param name="subscribed">Is told of a new subscription, on the connection's thread, once messages go there.</param>
internal sealed class PublisherRole(long room, Action<ZmtpConnection, byte[]>? subscribed = null) : ZmtpRole
{
    /// <summary>How many subscriptions a connection may have; more are no client's.</summary>
    private const int MostTopics = 1024;

    /// <summary>How long a topic may be: connections keep theirs.</summary>
    private const int LongestTopic = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<ZmtpConnection, List<byte[]>> _topics = [];

    /// <inheritdoc/>
    public override string SocketType => "XPUB";

    /// <inheritdoc/>
    public override bool Accepts(string peerType) => peerType is "SUB" or "XSUB";

    /// <inheritdoc/>
    public override void OnReady(ZmtpConnection connection)
    {
        lock (_lock)
        {
            _topics.Add(connection, []);
        }
    }

    /// <inheritdoc/>
    public override void OnClosed(ZmtpConnection connection)
    {
        lock (_lock)
        {
            _ = _topics.Remove(connection);
        }
    }

    /// <inheritdoc/>
    public override void OnMessage(ZmtpConnection connection, IReadOnlyList<byte[]> message)
    {
        // ZMTP 3.0 has no commands for subscriptions, but messages that begin with 1 or 0. What else an XSUB socket sends is not for a kernel.
        if (message is [[0 or 1, ..] only])
        {
            Change(connection, only[1..], adds: only[0] == 1);
        }
    }

    /// <inheritdoc/>
    public override void OnCommand(ZmtpConnection connection, ZmtpCommand command)
    {
        if (command.Name is ZmtpCommand.Subscribe or ZmtpCommand.Cancel)
        {
            Change(connection, command.Data.ToArray(), command.Name == ZmtpCommand.Subscribe);
        }
    }

    /// <summary>Sends a message to whoever wants it. Never waits. Any thread.</summary>
    /// <param name="message">The message, whose first frame is its topic.</param>
    public void Publish(IReadOnlyList<byte[]> message)
    {
        byte[] bytes = ZmtpWriter.Message(message);
        lock (_lock)
        {
            foreach ((ZmtpConnection connection, List<byte[]> topics) in _topics)
            {
                if (topics.Exists(topic => message[0].AsSpan().StartsWith(topic)))
                {
                    connection.Send(bytes);
                }
            }
        }
    }

    /// <summary>Whether a connection does not keep up. Any thread.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _topics.Keys.Any(connection => connection.Unsent > room);
            }
        }
    }

    /// <summary>Waits where a connection does not keep up: until it does, or is gone, or the token fires. For whoever publishes much.</summary>
    public void WaitForRoom(CancellationToken cancellationToken)
    {
        ZmtpConnection[] full;
        lock (_lock)
        {
            full = [.. _topics.Keys.Where(connection => connection.Unsent > room)];
        }

        foreach (ZmtpConnection connection in full)
        {
            _ = connection.WaitForRoom(room, cancellationToken);
        }
    }

    private void Change(ZmtpConnection connection, byte[] topic, bool adds)
    {
        lock (_lock)
        {
            if (!_topics.TryGetValue(connection, out List<byte[]>? topics))
            {
                return;
            }

            // Who subscribes twice has to cancel twice.
            if (!adds)
            {
                int index = topics.FindIndex(known => known.AsSpan().SequenceEqual(topic));
                if (index >= 0)
                {
                    topics.RemoveAt(index);
                }

                return;
            }

            if (topics.Count == MostTopics)
            {
                throw new ZmtpException("The other side subscribes too often.");
            }

            if (topic.Length > LongestTopic)
            {
                throw new ZmtpException("The topic is too long.");
            }

            topics.Add(topic);
        }

        // Who subscribes and does not listen is not to fill the memory with answers.
        subscribed?.Invoke(connection, topic);
        _ = connection.WaitForRoom(room, CancellationToken.None);
    }
}
