using System.Runtime.InteropServices;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Directives;

namespace AsyncCSharp.Engine.Caching;

/// <summary>
/// What is kept of a cell, as bytes. There is no version in it: the key has that of the assembly that this class is in, and
/// the cache gives nothing that was not written whole.
/// </summary>
internal static class SubmissionFormat
{
    public static byte[] Write(CellDirectives directives)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        Write(writer, directives.References);
        Write(writer, directives.Loads);
        Write(writer, directives.Sources);
        Write(writer, directives.Refused);
        return stream.ToArray();
    }

    public static CellDirectives ReadDirectives(ReadOnlyMemory<byte> content)
    {
        using BinaryReader reader = ReaderOf(content);
        return new CellDirectives(ReadStrings(reader), ReadStrings(reader)) { Sources = ReadStrings(reader), Refused = ReadStrings(reader) };
    }

    public static byte[] Write(SubmissionCode code)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        Write(writer, code.Emitted);
        writer.Write(code.Types is not null);
        if (code.Types is { } types)
        {
            Write(writer, types.Emitted);
            Write(writer, types.TypeNames);
            Write(writer, types.Version.ToString());
        }

        Write(writer, code.Embedded);
        Write(writer, code.Usings);
        writer.Write(code.LocalsFrom ?? -1);
        writer.Write(code.IsDeep);
        return stream.ToArray();
    }

    public static SubmissionCode ReadCode(ReadOnlyMemory<byte> content)
    {
        using BinaryReader reader = ReaderOf(content);
        EmittedAssembly emitted = ReadCell(reader);
        SideLibrary? types = reader.ReadBoolean() ? new SideLibrary(ReadCell(reader), ReadStrings(reader), Version.Parse(ReadString(reader))) : null;
        return new SubmissionCode(emitted, types, ReadStrings(reader), ReadStrings(reader), reader.ReadInt32() is >= 0 and var position ? position : null, reader.ReadBoolean());
    }

    private static BinaryReader ReaderOf(ReadOnlyMemory<byte> content) => new(new MemoryStream(content.ToArray(), writable: false));

    private static void Write(BinaryWriter writer, EmittedAssembly cell)
    {
        Write(writer, cell.Name);
        Write(writer, cell.ClassName);
        writer.Write(cell.IsAsync);
        writer.Write(cell.HasValue);
        writer.Write(cell.GivesAwaitable);
        Write(writer, cell.ValueNames);
        writer.Write(cell.Declares);
        Write(writer, cell.EntryType);
        Write(writer, cell.Image);
        Write(writer, cell.Symbols);

        // Warnings about one line share the string of its text, so that it is written once.
        string[] lines = [.. cell.Warnings.Select(w => w.SourceLine).Distinct(ReferenceEqualityComparer.Instance).Cast<string>()];
        Dictionary<object, int> places = new(ReferenceEqualityComparer.Instance);
        Write(writer, lines);
        writer.Write(cell.Warnings.Count);
        foreach (CellDiagnostic warning in cell.Warnings)
        {
            if (!places.TryGetValue(warning.SourceLine, out int place))
            {
                places[warning.SourceLine] = place = places.Count;
            }

            Write(writer, warning.Id);
            writer.Write((int)warning.Severity);
            Write(writer, warning.Message);
            Write(writer, warning.Cell);
            writer.Write(warning.Line);
            writer.Write(warning.Column);
            writer.Write(warning.Length);
            writer.Write(place);
        }
    }

    private static EmittedAssembly ReadCell(BinaryReader reader) => new()
    {
        Name = ReadString(reader),
        ClassName = ReadString(reader),
        IsAsync = reader.ReadBoolean(),
        HasValue = reader.ReadBoolean(),
        GivesAwaitable = reader.ReadBoolean(),
        ValueNames = ReadString(reader),
        Declares = reader.ReadBoolean(),
        EntryType = ReadString(reader),
        Image = ReadBytes(reader),
        Symbols = ReadBytes(reader),
        Warnings = ReadWarnings(reader),
    };

    private static CellDiagnostic[] ReadWarnings(BinaryReader reader)
    {
        string[] lines = ReadStrings(reader);
        CellDiagnostic[] warnings = new CellDiagnostic[reader.ReadInt32()];
        for (int i = 0; i < warnings.Length; i++)
        {
            warnings[i] = new CellDiagnostic(
                ReadString(reader),
                (CellDiagnosticSeverity)reader.ReadInt32(),
                ReadString(reader),
                ReadString(reader),
                reader.ReadInt32(),
                reader.ReadInt32(),
                reader.ReadInt32(),
                lines[reader.ReadInt32()]);
        }

        return warnings;
    }

    private static void Write(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes.AsSpan());
    }

    private static byte[] ReadBytes(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());

    private static void Write(BinaryWriter writer, IReadOnlyList<string> texts)
    {
        writer.Write(texts.Count);
        foreach (string text in texts)
        {
            Write(writer, text);
        }
    }

    // Character by character: a line of the user's may have half a surrogate pair in it, which no encoding keeps.
    private static void Write(BinaryWriter writer, string text)
    {
        writer.Write(text.Length);
        writer.Write(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static string ReadString(BinaryReader reader) =>
        string.Create(reader.ReadInt32(), reader, static (characters, reader) => reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(characters)));

    private static string[] ReadStrings(BinaryReader reader)
    {
        string[] texts = new string[reader.ReadInt32()];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = ReadString(reader);
        }

        return texts;
    }
}
