using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Jupyter;

/// <summary>Messages to frames, and back. Any thread.</summary>
/// <param name="signer">Signs them.</param>
internal sealed class MessageCodec(MessageSigner signer)
{
    /// <summary>The protocol's version.</summary>
    public const string ProtocolVersion = "5.5";

    // What follows on the delimiter: the signature, and four parts.
    private const int Parts = 5;

    // Clients read JSON, and not HTML: everything else than quotes and control characters goes as it is.
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ReplayGuard _replays = new();
    private readonly string _session = Guid.NewGuid().ToString();
    private int _sent;

    private static ReadOnlySpan<byte> Delimiter => "<IDS|MSG>"u8;

    /// <summary>A new message of the kernel's.</summary>
    /// <param name="type">What kind it is.</param>
    /// <param name="parent">The header of what it answers; null for nothing.</param>
    /// <param name="content">What it says.</param>
    /// <param name="metadata">What else is known of it.</param>
    public JupyterMessage Make(string type, JsonObject? parent, JsonObject content, JsonObject? metadata = null) => new()
    {
        Header = new JsonObject
        {
            ["msg_id"] = $"{_session}_{Interlocked.Increment(ref _sent)}",
            ["msg_type"] = type,
            ["username"] = "kernel",
            ["session"] = _session,
            ["date"] = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            ["version"] = ProtocolVersion,
        },
        ParentHeader = parent is null ? [] : (JsonObject)parent.DeepClone(),
        Metadata = metadata ?? [],
        Content = content,
    };

    /// <summary>The frames of a message.</summary>
    public IReadOnlyList<byte[]> Write(JupyterMessage message)
    {
        byte[] header = Bytes(message.Header);
        byte[] parent = Bytes(message.ParentHeader);
        byte[] metadata = Bytes(message.Metadata);
        byte[] content = Bytes(message.Content);
        return [.. message.Route, Delimiter.ToArray(), signer.Sign(header, parent, metadata, content), header, parent, metadata, content];
    }

    /// <summary>Reads a message; null where it is none, is not signed as it should be, or was there before.</summary>
    public JupyterMessage? Read(IReadOnlyList<byte[]> frames)
    {
        int delimiter = 0;
        while (delimiter < frames.Count && !frames[delimiter].AsSpan().SequenceEqual(Delimiter))
        {
            delimiter++;
        }

        if (frames.Count - delimiter - 1 < Parts)
        {
            return null;
        }

        byte[] signature = frames[delimiter + 1];
        byte[][] parts = [.. frames.Skip(delimiter + 2).Take(Parts - 1)];
        if (!signer.IsGood(signature, parts) || (signer.Signs && !_replays.IsNew(signature)))
        {
            return null;
        }

        try
        {
            return new JupyterMessage
            {
                Route = [.. frames.Take(delimiter)],
                Header = Object(parts[0]),
                ParentHeader = Object(parts[1]),
                Metadata = Object(parts[2]),
                Content = Object(parts[3]),
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Bytes(JsonObject value) => JsonSerializer.SerializeToUtf8Bytes(value, s_options);

    // The nodes of an object are made when they are asked for; a name that is there twice is to be found now.
    private static JsonObject Object(byte[] bytes)
    {
        JsonObject value = JsonNode.Parse(bytes) as JsonObject ?? throw new FormatException();
        _ = value.Count;
        return value;
    }
}
