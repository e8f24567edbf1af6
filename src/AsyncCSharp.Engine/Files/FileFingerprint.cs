using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace AsyncCSharp.Engine.Files;

/// <summary>
/// Tells contents of files apart. Two that differ in any byte have other fingerprints; time and length do not count, since a
/// file can be replaced by another with the same ones.
/// </summary>
/// <remarks>
/// This is MurmurHash3 with 128 bits. It does not resist somebody who looks for two files with one fingerprint, and need not:
/// whoever can write a file that a cell refers to has their code run anyway. A cryptographic hash of the framework's would
/// load OpenSSL on Unix, which takes longer than reading the files does.
/// </remarks>
internal static class FileFingerprint
{
    private const int BlockLength = 16;
    private const int BufferLength = 64 * 1024;
    private const ulong First = 0x87C37B91114253D5;
    private const ulong Second = 0x4CF5AD432745937F;

    /// <summary>The fingerprint of what is in the file now.</summary>
    public static string Of(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            State state = default;
            int count;
            while ((count = file.ReadAtLeast(buffer.AsSpan(0, BufferLength), BufferLength, throwOnEndOfStream: false)) > 0)
            {
                state.Add(buffer.AsSpan(0, count));
            }

            return state.End();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The fingerprint of a content.</summary>
    public static string Of(ReadOnlySpan<byte> content)
    {
        State state = default;
        state.Add(content);
        return state.End();
    }

    private struct State
    {
        private ulong _high;
        private ulong _low;
        private ulong _length;

        // All parts but the last are whole blocks.
        public void Add(ReadOnlySpan<byte> part)
        {
            _length += (ulong)part.Length;
            for (; part.Length >= BlockLength; part = part[BlockLength..])
            {
                _low ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(part));
                _low = ((BitOperations.RotateLeft(_low, 27) + _high) * 5) + 0x52DCE729;
                _high ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(part[sizeof(ulong)..]));
                _high = ((BitOperations.RotateLeft(_high, 31) + _low) * 5) + 0x38495AB5;
            }

            if (part.Length > 0)
            {
                Span<byte> rest = stackalloc byte[BlockLength];
                rest.Clear();
                part.CopyTo(rest);
                _high ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(rest[sizeof(ulong)..]));
                _low ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(rest));
            }
        }

        public readonly string End()
        {
            ulong low = _low ^ _length;
            ulong high = _high ^ _length;
            low += high;
            high += low;
            low = Spread(low);
            high = Spread(high);
            low += high;
            high += low;
            return $"{low:x16}{high:x16}";
        }

        private static ulong MixFirst(ulong word) => BitOperations.RotateLeft(word * First, 31) * Second;

        private static ulong MixSecond(ulong word) => BitOperations.RotateLeft(word * Second, 33) * First;

        private static ulong Spread(ulong word)
        {
            word = (word ^ (word >> 33)) * 0xFF51AFD7ED558CCD;
            word = (word ^ (word >> 33)) * 0xC4CEB9FE1A85EC53;
            return word ^ (word >> 33);
        }
    }
}
