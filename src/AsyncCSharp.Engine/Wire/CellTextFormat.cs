using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;

namespace AsyncCSharp.Engine.Wire;

/// <summary>A text, and what else of its cell decides how it compiles, as bytes.</summary>
internal static class CellTextFormat
{
    public static void WriteCell(this BinaryWriter writer, CellText cell)
    {
        writer.WriteText(cell.Code);
        writer.Write(cell.Number);
        writer.WriteOptionalText(cell.Path);
        writer.WriteOptionalText(cell.BaseDirectory);
        writer.WriteOptionalText(cell.InputName);
        writer.WriteOptionalText(cell.InputType);
        writer.Write(cell.HasInput);
        writer.Write(cell.HidesInput);
        writer.Write(cell.RunsOften);
        writer.Write(cell.LocalsFrom ?? -1);
        writer.WriteTexts(cell.Completed);
    }

    public static CellText ReadCell(this BinaryReader reader) => new()
    {
        Code = reader.ReadText(),
        Number = reader.ReadInt32(),
        Path = reader.ReadOptionalText(),
        BaseDirectory = reader.ReadOptionalText(),
        InputName = reader.ReadOptionalText(),
        InputType = reader.ReadOptionalText(),
        HasInput = reader.ReadBoolean(),
        HidesInput = reader.ReadBoolean(),
        RunsOften = reader.ReadBoolean(),
        LocalsFrom = reader.ReadInt32() is >= 0 and var position ? position : null,
        Completed = reader.ReadTexts(),
    };
}
