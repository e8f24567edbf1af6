using System.Buffers.Binary;
using System.Text;

namespace AsyncCSharp.Zmtp;

/// <summary>Makes the bytes of a greeting, of messages and commands.</summary>
internal static class ZmtpWriter
{
    /// <summary>How long a greeting is.</summary>
    public const int GreetingLength = 64;

    private const int VersionOffset = 10;
    private const int MechanismOffset = 12;
    private const int MechanismLength = 20;
    private const byte Major = 3;
    private const byte Minor = 1;

    private static ReadOnlySpan<byte> Mechanism => "NULL"u8;

    /// <summary>The first that each side says.</summary>
    public static byte[] Greeting()
    {
        byte[] greeting = new byte[GreetingLength];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[VersionOffset] = Major;
        greeting[VersionOffset + 1] = Minor;
        Mechanism.CopyTo(greeting.AsSpan(MechanismOffset));
        return greeting;
    }

    /// <summary>Looks at the other side's greeting.</summary>
    /// <exception cref="ZmtpException">It is none, or that of a version or a mechanism that is not known here.</exception>
    public static void CheckGreeting(ReadOnlySpan<byte> greeting)
    {
        if (greeting[0] != 0xFF || (greeting[9] & 1) == 0 || greeting[VersionOffset] < Major)
        {
            throw new ZmtpException("The other side does not speak ZMTP 3.");
        }

        ReadOnlySpan<byte> mechanism = greeting.Slice(MechanismOffset, MechanismLength);
        if (!mechanism.StartsWith(Mechanism) || mechanism[Mechanism.Length..].ContainsAnyExcept((byte)0))
        {
            throw new ZmtpException("The other side wants another mechanism than NULL.");
        }
    }

    /// <summary>A message.</summary>
    public static byte[] Message(IReadOnlyList<byte[]> frames)
    {
        byte[] bytes = new byte[frames.Sum(frame => HeaderLength(frame.Length) + frame.Length)];
        Span<byte> rest = bytes;
        for (int i = 0; i < frames.Count; i++)
        {
            rest = Write(rest, i < frames.Count - 1 ? FrameFlags.More : FrameFlags.None, frames[i]);
        }

        return bytes;
    }

    /// <summary>A command.</summary>
    public static byte[] Command(string name, ReadOnlySpan<byte> data)
    {
        byte[] body = [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. data];
        byte[] bytes = new byte[HeaderLength(body.Length) + body.Length];
        _ = Write(bytes, FrameFlags.Command, body);
        return bytes;
    }

    private static int HeaderLength(int length) => length > byte.MaxValue ? 9 : 2;

    private static Span<byte> Write(Span<byte> into, FrameFlags flags, byte[] body)
    {
        if (body.Length > byte.MaxValue)
        {
            into[0] = (byte)(flags | FrameFlags.Long);
            BinaryPrimitives.WriteInt64BigEndian(into[1..], body.Length);
        }
        else
        {
            into[0] = (byte)flags;
            into[1] = (byte)body.Length;
        }

        into = into[HeaderLength(body.Length)..];
        body.CopyTo(into);
        return into[body.Length..];
    }
}
