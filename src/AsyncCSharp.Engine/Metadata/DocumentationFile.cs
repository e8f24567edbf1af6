using System.Security;
using System.Text;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>
/// Finds a member's documentation in a file by looking through its bytes, which takes a millisecond or two for a large one. An index, or the file's
/// text, would be kept for all of what is asked for a little of. Any thread.
/// </summary>
internal static class DocumentationFile
{
    private const int BlockSize = 1 << 16;

    // Longer than any member's, by far.
    private const int LongestMember = 1 << 20;

    private static readonly byte[] s_end = "</member>"u8.ToArray();

    /// <summary>The element of a member; null where the file has none, or is not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="id">The member's name, as the compiler writes it.</param>
    public static string? Find(string path, string id)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] start = Encoding.UTF8.GetBytes($"<member name=\"{SecurityElement.Escape(id)}\">");
            return Find(file, start) is { } place ? Read(file, place) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    private static long? Find(FileStream file, byte[] wanted)
    {
        byte[] block = new byte[BlockSize];
        int kept = 0;
        long before = 0;
        while (file.Read(block, kept, BlockSize - kept) is var read and > 0)
        {
            int length = kept + read;
            if (block.AsSpan(0, length).IndexOf(wanted) is var found and >= 0)
            {
                return before + found;
            }

            // What is looked for may go over the end of the block.
            kept = Math.Min(length, wanted.Length - 1);
            block.AsSpan(length - kept, kept).CopyTo(block);
            before += length - kept;
        }

        return null;
    }

    private static string? Read(FileStream file, long place)
    {
        file.Position = place;
        byte[] text = new byte[BlockSize / 8];
        int length = 0;
        while (file.Read(text, length, text.Length - length) is var read and > 0)
        {
            length += read;
            if (text.AsSpan(0, length).IndexOf(s_end) is var end and >= 0)
            {
                return Encoding.UTF8.GetString(text, 0, end + s_end.Length);
            }

            if (length == text.Length)
            {
                if (length >= LongestMember)
                {
                    return null;
                }

                Array.Resize(ref text, length * 2);
            }
        }

        return null;
    }
}
