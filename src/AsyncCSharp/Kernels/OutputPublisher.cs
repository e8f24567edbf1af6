using System.Text;
using System.Text.Json.Nodes;
using AsyncCSharp.Jupyter;
using AsyncCSharp.Zmtp;

namespace AsyncCSharp.Kernels;

/// <summary>
/// Publishes what all clients see, in order. Text is put together: it is sent 50 ms after the first of it, when it is much, or when something
/// else is published. Jupyter's server drops messages of a kernel that sends more than a thousand a second. Any thread; the lock is its own, and only the wire is called
/// under it.
/// </summary>
internal sealed class OutputPublisher : IKernelOutput, IDisposable
{
    /// <summary>How much text is sent at once.</summary>
    private const int Much = 64 * 1024;

    /// <summary>The longest text of one message, in characters. Longer text is cut into several, so that none of them needs much memory at once.</summary>
    private const int Longest = 1024 * 1024;

    /// <summary>How long text waits for more.</summary>
    private const int Wait = 50;

    /// <summary>What may wait for a client before who writes is held back.</summary>
    private const long Room = 64L * 1024 * 1024;

    private readonly object _lock = new();
    private readonly List<PendingText> _pending = [];
    private readonly MessageCodec _codec;
    private readonly Thread _thread;
    private volatile KernelRequest? _running;
    private bool _disposed;

    /// <summary>Begins to send text. A thread of its own does, which ends with it.</summary>
    public OutputPublisher(MessageCodec codec)
    {
        _codec = codec;
        Role = new PublisherRole(Room, Welcome);
        _thread = new Thread(SendText) { IsBackground = true, Name = "AsyncCSharp kernel text" };
        _thread.UnsafeStart();
    }

    /// <summary>What the socket does.</summary>
    public PublisherRole Role { get; }

    /// <summary>A cell begins. What is shown anew is a message about it, whichever cell has shown it first: nbclient reads no others.</summary>
    public void Begin(KernelRequest request) => _running = request;

    /// <inheritdoc/>
    public bool IsFull => Role.IsFull;

    /// <inheritdoc/>
    public void WaitForRoom(CancellationToken cancellationToken) => Role.WaitForRoom(cancellationToken);

    /// <inheritdoc/>
    public void Write(KernelRequest request, string text, bool isError)
    {
        if (text.Length == 0)
        {
            return;
        }

        lock (_lock)
        {
            PendingText? pending = _pending.Find(p => p.Request == request && p.IsError == isError);
            if (pending is null)
            {
                pending = new PendingText(request, isError);
                _pending.Add(pending);
                Monitor.PulseAll(_lock);
            }

            _ = pending.Text.Append(text);
            if (pending.Text.Length >= Much)
            {
                _ = _pending.Remove(pending);
                Send(pending);
            }
        }
    }

    /// <inheritdoc/>
    public void Publish(string type, JsonObject? parent, JsonObject content)
    {
        lock (_lock)
        {
            SendPending();
            Send(type, type == KernelRequest.Update ? _running?.Header ?? parent : parent, content);
        }
    }

    /// <summary>Sends the text that waits.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            SendPending();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            SendPending();
            _disposed = true;
            Monitor.PulseAll(_lock);
        }
    }

    private void SendText()
    {
        while (true)
        {
            lock (_lock)
            {
                while (_pending.Count == 0 && !_disposed)
                {
                    _ = Monitor.Wait(_lock);
                }

                if (_disposed)
                {
                    return;
                }
            }

            Thread.Sleep(Wait);
            Flush();
        }
    }

    private void SendPending()
    {
        foreach (PendingText pending in _pending)
        {
            Send(pending);
        }

        _pending.Clear();
    }

    private void Send(PendingText pending)
    {
        string text = pending.Text.ToString();
        for (int start = 0; start < text.Length;)
        {
            int length = Math.Min(Longest, text.Length - start);
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
            {
                length--;
            }

            Send("stream", pending.Request.Header, new JsonObject
            {
                ["name"] = pending.IsError ? "stderr" : "stdout",
                ["text"] = text.Substring(start, length),
            });
            start += length;
        }
    }

    private void Send(string type, JsonObject? parent, JsonObject content) =>
        Role.Publish([Encoding.UTF8.GetBytes($"kernel.{type}"), .. _codec.Write(_codec.Make(type, parent, content))]);

    private void Welcome(ZmtpConnection connection, byte[] topic)
    {
        JsonObject content = new() { ["subscription"] = Encoding.UTF8.GetString(topic) };
        connection.Send(ZmtpWriter.Message([topic, .. _codec.Write(_codec.Make("iopub_welcome", null, content))]));
    }

    /// <summary>Text that waits for more.</summary>
    private sealed class PendingText(KernelRequest request, bool isError)
    {
        public KernelRequest Request => request;

        public bool IsError => isError;

        public StringBuilder Text { get; } = new();
    }
}
