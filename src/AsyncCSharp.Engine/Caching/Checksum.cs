using System.Numerics;
using System.Runtime.InteropServices;

namespace AsyncCSharp.Engine.Caching;

/// <summary>
/// CRC-32C, which tells that a file is not what was written. It is no defence against somebody who means to change it: that is
/// what the folder's permissions are for. A cryptographic hash of the framework's loads OpenSSL on Unix, a third to a half of
/// what a process waits for a cell from the cache.
/// </summary>
internal static class Checksum
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }

        return ~sum;
    }
}
