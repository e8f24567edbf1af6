using AsyncCSharp.Engine.Caching;

namespace AsyncCSharp.Engine.Wire;

/// <summary>What is found out about a cell, as bytes.</summary>
internal static class TestResultFormat
{
    public static void WriteTest(this BinaryWriter writer, CellTestResult result)
    {
        writer.WriteOptionalText(result.Path);
        writer.Write(result.IsValid);
        writer.Write(result.IsComplete);
        writer.Write(result.IsAsync);
        writer.WriteOptionalText(result.ReturnType);
        writer.WriteDiagnostics(result.Diagnostics);
    }

    public static CellTestResult ReadTest(this BinaryReader reader) =>
        new(reader.ReadOptionalText(), reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadOptionalText(), reader.ReadDiagnostics());
}
