using System.Buffers.Binary;

namespace AsyncCSharp.Engine.Wire;

/// <summary>The frames that go through the pipes: a length, and so many bytes. Who writes and who reads comes one at a time.</summary>
internal static class WireFrame
{
    private const int HeaderBytes = sizeof(int);

    /// <summary>Writes one.</summary>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    public static void Write(Stream stream, Action<BinaryWriter> write)
    {
        using MemoryStream content = new();
        content.SetLength(HeaderBytes);
        content.Position = HeaderBytes;
        using (BinaryWriter writer = new(content, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }

        Span<byte> frame = content.GetBuffer().AsSpan(0, (int)content.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - HeaderBytes);
        stream.Write(frame);
        stream.Flush();
    }

    /// <summary>Reads the next; null where the other side has gone.</summary>
    /// <exception cref="IOException">It has gone in the middle of one.</exception>
    /// <exception cref="InvalidDataException">It writes something else.</exception>
    public static BinaryReader? Read(Stream stream)
    {
        byte[] header = new byte[HeaderBytes];
        int read = stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        if (read == 0)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (read < HeaderBytes || length is < 1 or > WireProtocol.MaxFrameBytes)
        {
            throw new InvalidDataException();
        }

        byte[] content = new byte[length];
        stream.ReadExactly(content);
        return new BinaryReader(new MemoryStream(content, writable: false));
    }
}
