using System.Runtime.InteropServices;

namespace AsyncCSharp.Engine.Caching;

/// <summary>Texts and bytes in a binary form, each with its length before it.</summary>
internal static class BinaryText
{
    // Character by character: a line of the user's may have half a surrogate pair in it, which no encoding keeps.
    public static void WriteText(this BinaryWriter writer, string text)
    {
        writer.Write(text.Length);
        writer.Write(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    public static string ReadText(this BinaryReader reader) =>
        string.Create(reader.ReadInt32(), reader, static (characters, reader) => reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(characters)));

    public static void WriteOptionalText(this BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.WriteText(text);
        }
    }

    public static string? ReadOptionalText(this BinaryReader reader) => reader.ReadBoolean() ? reader.ReadText() : null;

    public static void WriteTexts(this BinaryWriter writer, IReadOnlyCollection<string> texts)
    {
        writer.Write(texts.Count);
        foreach (string text in texts)
        {
            writer.WriteText(text);
        }
    }

    public static string[] ReadTexts(this BinaryReader reader)
    {
        string[] texts = new string[reader.ReadInt32()];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = reader.ReadText();
        }

        return texts;
    }

    public static void WriteBytes(this BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    public static byte[] ReadBytes(this BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());
}
