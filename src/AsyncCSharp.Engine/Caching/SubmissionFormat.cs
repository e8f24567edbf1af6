using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Directives;

namespace AsyncCSharp.Engine.Caching;

/// <summary>
/// What is kept of a cell, as bytes. There is no version in it: the key has that of the assembly that this class is in, and
/// the cache gives nothing that was not written whole.
/// </summary>
internal static class SubmissionFormat
{
    public static byte[] Write(CellDirectives directives) => Write(writer => Write(writer, directives));

    public static void Write(BinaryWriter writer, CellDirectives directives)
    {
        writer.WriteTexts(directives.References);
        writer.WriteTexts(directives.Loads);
        writer.WriteTexts(directives.Sources);
        writer.WriteTexts(directives.Refused);
    }

    public static CellDirectives ReadDirectives(ReadOnlyMemory<byte> content)
    {
        using BinaryReader reader = ReaderOf(content);
        return ReadDirectives(reader);
    }

    public static CellDirectives ReadDirectives(BinaryReader reader) =>
        new(reader.ReadTexts(), reader.ReadTexts()) { Sources = reader.ReadTexts(), Refused = reader.ReadTexts() };

    public static byte[] Write(SubmissionCode code) => Write(writer => Write(writer, code));

    public static void Write(BinaryWriter writer, SubmissionCode code)
    {
        Write(writer, code.Emitted);
        writer.Write(code.Types is not null);
        if (code.Types is { } types)
        {
            Write(writer, types);
        }

        writer.WriteTexts(code.Embedded);
        writer.WriteTexts(code.Usings);
        writer.Write(code.LocalsFrom ?? -1);
        writer.Write(code.IsDeep);
    }

    public static SubmissionCode ReadCode(ReadOnlyMemory<byte> content)
    {
        using BinaryReader reader = ReaderOf(content);
        return ReadCode(reader);
    }

    public static SubmissionCode ReadCode(BinaryReader reader)
    {
        EmittedAssembly emitted = ReadCell(reader);
        SideLibrary? types = reader.ReadBoolean() ? ReadLibrary(reader) : null;
        return new SubmissionCode(emitted, types, reader.ReadTexts(), reader.ReadTexts(), reader.ReadInt32() is >= 0 and var position ? position : null, reader.ReadBoolean());
    }

    /// <summary>A library as the cell has it that it was compiled with: nothing of it is hidden then.</summary>
    public static void Write(BinaryWriter writer, SideLibrary library)
    {
        Write(writer, library.Emitted);
        writer.WriteTexts(library.TypeNames);
        writer.WriteText(library.Version.ToString());
    }

    public static SideLibrary ReadLibrary(BinaryReader reader) => new(ReadCell(reader), reader.ReadTexts(), Version.Parse(reader.ReadText()));

    private static byte[] Write(Action<BinaryWriter> write)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        write(writer);
        return stream.ToArray();
    }

    private static BinaryReader ReaderOf(ReadOnlyMemory<byte> content) => new(new MemoryStream(content.ToArray(), writable: false));

    private static void Write(BinaryWriter writer, EmittedAssembly cell)
    {
        writer.WriteText(cell.Name);
        writer.WriteText(cell.ClassName);
        writer.Write(cell.IsAsync);
        writer.Write(cell.HasValue);
        writer.Write(cell.GivesAwaitable);
        writer.WriteText(cell.ValueNames);
        writer.Write(cell.Declares);
        writer.WriteText(cell.EntryType);
        writer.WriteBytes(cell.Image);
        writer.WriteBytes(cell.Symbols);
        writer.WriteDiagnostics(cell.Warnings);
    }

    private static EmittedAssembly ReadCell(BinaryReader reader) => new()
    {
        Name = reader.ReadText(),
        ClassName = reader.ReadText(),
        IsAsync = reader.ReadBoolean(),
        HasValue = reader.ReadBoolean(),
        GivesAwaitable = reader.ReadBoolean(),
        ValueNames = reader.ReadText(),
        Declares = reader.ReadBoolean(),
        EntryType = reader.ReadText(),
        Image = reader.ReadBytes(),
        Symbols = reader.ReadBytes(),
        Warnings = reader.ReadDiagnostics(),
    };
}
