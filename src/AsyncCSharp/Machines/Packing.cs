using System.Collections;
using System.IO.Compression;
using System.Management.Automation;
using System.Text;

namespace AsyncCSharp.Machines;

/// <summary>
/// Objects as bytes, in PowerShell's own format for objects that leave a process, and back: many of them are one object for PowerShell's
/// remoting, and their size is known. On threads with a runspace: properties may be scripts.
/// </summary>
internal static class Packing
{
    /// <summary>What is worth compressing.</summary>
    private const int Small = 2048;

    /// <summary>How many levels of properties an object keeps, within the collection that they travel in: as many as with Invoke-Command.</summary>
    private const int Depth = 2;

    private const byte Plain = 0;
    private const byte Compressed = 1;

    /// <summary>Packs objects.</summary>
    public static byte[] Pack(IReadOnlyList<object?> objects)
    {
        byte[] text = Encoding.UTF8.GetBytes(PSSerializer.Serialize(objects.ToArray(), Depth));
        using MemoryStream bytes = new();
        bytes.WriteByte(text.Length < Small ? Plain : Compressed);
        if (text.Length < Small)
        {
            bytes.Write(text);
        }
        else
        {
            using DeflateStream deflate = new(bytes, CompressionLevel.Fastest, leaveOpen: true);
            deflate.Write(text);
        }

        return bytes.ToArray();
    }

    /// <summary>The objects, as they are after such a travel.</summary>
    public static IReadOnlyList<object?> Unpack(byte[] packed)
    {
        using MemoryStream bytes = new(packed, 1, packed.Length - 1);
        using Stream plain = packed[0] == Compressed ? new DeflateStream(bytes, CompressionMode.Decompress) : bytes;
        using StreamReader reader = new(plain, Encoding.UTF8);
        object? list = PSSerializer.Deserialize(reader.ReadToEnd());
        return [.. ((IEnumerable)(list is PSObject wrapped ? wrapped.BaseObject : list!)).Cast<object?>()];
    }
}
