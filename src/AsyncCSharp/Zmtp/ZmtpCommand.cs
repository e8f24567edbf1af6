using System.Buffers.Binary;
using System.Text;

namespace AsyncCSharp.Zmtp;

/// <summary>A command of the protocol.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Data">What follows on the name.</param>
internal readonly record struct ZmtpCommand(string Name, ReadOnlyMemory<byte> Data)
{
    /// <summary>The handshake's last word.</summary>
    public const string Ready = "READY";

    /// <summary>The other side gives up.</summary>
    public const string Error = "ERROR";

    /// <summary>Messages that begin so are wanted.</summary>
    public const string Subscribe = "SUBSCRIBE";

    /// <summary>They are not wanted any more.</summary>
    public const string Cancel = "CANCEL";

    /// <summary>Is the other side there?</summary>
    public const string Ping = "PING";

    /// <summary>It is.</summary>
    public const string Pong = "PONG";

    /// <summary>Reads the body of a command's frame.</summary>
    /// <exception cref="ZmtpException">It is no command.</exception>
    public static ZmtpCommand Parse(byte[] body)
    {
        if (body.Length == 0 || body[0] == 0 || body.Length < 1 + body[0])
        {
            throw new ZmtpException("That is no command.");
        }

        return new ZmtpCommand(Encoding.Latin1.GetString(body, 1, body[0]), body.AsMemory(1 + body[0]));
    }

    /// <summary>The READY command of a socket.</summary>
    public static byte[] MakeReady(string socketType) =>
        ZmtpWriter.Command(Ready, [.. Property("Socket-Type", Encoding.ASCII.GetBytes(socketType)), .. Property("Identity", [])]);

    /// <summary>The properties of a READY command. Their names are the same in any case.</summary>
    /// <exception cref="ZmtpException">They are none.</exception>
    public static IReadOnlyDictionary<string, byte[]> ReadProperties(ReadOnlySpan<byte> data)
    {
        Dictionary<string, byte[]> properties = new(StringComparer.OrdinalIgnoreCase);
        while (data.Length > 0)
        {
            int name = data[0];
            if (name == 0 || data.Length < 1 + name + 4)
            {
                throw new ZmtpException("That is no property.");
            }

            uint value = BinaryPrimitives.ReadUInt32BigEndian(data[(1 + name)..]);
            int start = 1 + name + 4;
            if (value > data.Length - start)
            {
                throw new ZmtpException("That is no property.");
            }

            properties[Encoding.Latin1.GetString(data[1..(1 + name)])] = data.Slice(start, (int)value).ToArray();
            data = data[(start + (int)value)..];
        }

        return properties;
    }

    private static byte[] Property(string name, byte[] value)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. length, .. value];
    }
}
