using System.Runtime.InteropServices;

namespace AsyncCSharp.Engine.Caching;

/// <summary>
/// Names one entry of the cache on disk: all that decides what the entry holds. The entry has it whole, so two keys that
/// share a file's name only drive each other out.
/// </summary>
internal sealed class CacheKey
{
    /// <summary>How long the names of files are, without what they end with.</summary>
    public const int NameLength = 16;

    private readonly byte[] _bytes;

    private CacheKey(byte[] bytes)
    {
        _bytes = bytes;
        FileName = $"{Checksum.Of(bytes):x8}{bytes.Length:x8}{DiskCache.Extension}";
    }

    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The entry's file.</summary>
    public string FileName { get; }

    /// <summary>The key of these parts, in this order. A part that is missing differs from an empty one.</summary>
    public static CacheKey Of(params ReadOnlySpan<string?> parts)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        foreach (string? part in parts)
        {
            // With its length before it, and character by character: no two lists of parts read the same, not even where
            // they differ in half a surrogate pair, which no encoding keeps.
            writer.Write(part?.Length ?? -1);
            writer.Write(MemoryMarshal.AsBytes(part.AsSpan()));
        }

        return new CacheKey(stream.ToArray());
    }
}
