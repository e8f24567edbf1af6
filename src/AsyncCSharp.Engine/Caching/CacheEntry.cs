using System.Buffers.Binary;

namespace AsyncCSharp.Engine.Caching;

/// <summary>
/// The bytes of an entry's file: mark and version of the format, lengths of key and content, key, content, and a checksum of
/// all that. The key is in it so that a file under another name is not taken for what the name says.
/// </summary>
internal static class CacheEntry
{
    private const int KeyLengthOffset = 8;
    private const int LengthOffset = KeyLengthOffset + sizeof(int);
    private const int KeyOffset = LengthOffset + sizeof(int);
    private const int Overhead = KeyOffset + sizeof(uint);

    // The digits are the version: whoever changes the layout counts it up.
    private static ReadOnlySpan<byte> Mark => "ACSCELL1"u8;

    /// <summary>The file of a content.</summary>
    public static byte[] Pack(CacheKey key, ReadOnlySpan<byte> content)
    {
        byte[] file = new byte[Overhead + key.Bytes.Length + content.Length];
        Mark.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(KeyLengthOffset), key.Bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(LengthOffset), content.Length);
        key.Bytes.CopyTo(file.AsSpan(KeyOffset));
        content.CopyTo(file.AsSpan(KeyOffset + key.Bytes.Length));
        int end = file.Length - sizeof(uint);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(end), Checksum.Of(file.AsSpan(0, end)));
        return file;
    }

    /// <summary>The content of a file, or false where the file is not, whole and unchanged, the entry of that key.</summary>
    public static bool TryUnpack(CacheKey key, byte[] file, out ReadOnlyMemory<byte> content)
    {
        content = default;
        int length = file.Length - Overhead - key.Bytes.Length;
        if (length < 0
            || !file.AsSpan().StartsWith(Mark)
            || BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(KeyLengthOffset)) != key.Bytes.Length
            || BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(LengthOffset)) != length
            || !file.AsSpan(KeyOffset, key.Bytes.Length).SequenceEqual(key.Bytes))
        {
            return false;
        }

        int end = file.Length - sizeof(uint);
        if (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(end)) != Checksum.Of(file.AsSpan(0, end)))
        {
            return false;
        }

        content = file.AsMemory(KeyOffset + key.Bytes.Length, length);
        return true;
    }
}
