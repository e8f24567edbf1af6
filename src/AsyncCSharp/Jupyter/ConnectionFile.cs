using System.Net;
using System.Text.Json;
using AsyncCSharp.Zmtp;

namespace AsyncCSharp.Jupyter;

/// <summary>The file that a client writes for the kernel that it starts: where to listen, and the key.</summary>
internal sealed class ConnectionFile
{
    private const string Tcp = "tcp";
    private const string Ipc = "ipc";

    private readonly JsonElement _root;
    private readonly IPAddress? _address;
    private readonly string _place;

    private ConnectionFile(JsonElement root)
    {
        _root = root;
        _place = Text("ip") ?? throw Wrong("ip");
        Key = Text("key") ?? string.Empty;
        Scheme = Text("signature_scheme") ?? MessageSigner.DefaultScheme;
        switch (Text("transport") ?? Tcp)
        {
            case Tcp:
                _address = IPAddress.TryParse(_place == "localhost" ? "127.0.0.1" : _place, out IPAddress? address) ? address : throw Wrong("ip");
                break;
            case Ipc:
                break;
            default:
                throw Wrong("transport");
        }
    }

    /// <summary>What signs the messages; empty where nothing does.</summary>
    public string Key { get; }

    /// <summary>How it does.</summary>
    public string Scheme { get; }

    /// <summary>Whether the kernel can be reached from other machines.</summary>
    public bool IsRemote => _address is not null && !IPAddress.IsLoopback(_address);

    /// <summary>The address of the machine, as the file has it.</summary>
    public string Place => _place;

    /// <summary>Reads the text of such a file.</summary>
    /// <exception cref="FormatException">It is none; the message names what is wrong.</exception>
    public static ConnectionFile Parse(string text)
    {
        try
        {
            JsonElement root = JsonDocument.Parse(text).RootElement;
            return root.ValueKind == JsonValueKind.Object ? new ConnectionFile(root) : throw Wrong("{");
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>Where a socket listens.</summary>
    /// <param name="name">The socket's name in the file, without <c>_port</c>.</param>
    /// <exception cref="FormatException">The file does not say it.</exception>
    public ZmtpEndpoint EndpointOf(string name)
    {
        string property = $"{name}_port";
        return _root.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int port) && port is >= 0 and <= IPEndPoint.MaxPort
            ? _address is null ? ZmtpEndpoint.Ipc($"{_place}-{port}") : ZmtpEndpoint.Tcp(_address, port)
            : throw Wrong(property);
    }

    private string? Text(string property) =>
        _root.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static FormatException Wrong(string what) => new(what);
}
