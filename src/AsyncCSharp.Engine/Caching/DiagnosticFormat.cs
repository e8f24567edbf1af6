namespace AsyncCSharp.Engine.Caching;

/// <summary>Errors and warnings as bytes.</summary>
internal static class DiagnosticFormat
{
    public static void WriteDiagnostics(this BinaryWriter writer, IReadOnlyList<CellDiagnostic> diagnostics)
    {
        // Diagnostics about one line share the string of its text, which is written once.
        string[] lines = [.. diagnostics.Select(d => d.SourceLine).Distinct(ReferenceEqualityComparer.Instance).Cast<string>()];
        Dictionary<object, int> places = new(ReferenceEqualityComparer.Instance);
        writer.WriteTexts(lines);
        writer.Write(diagnostics.Count);
        foreach (CellDiagnostic diagnostic in diagnostics)
        {
            if (!places.TryGetValue(diagnostic.SourceLine, out int place))
            {
                places[diagnostic.SourceLine] = place = places.Count;
            }

            writer.WriteText(diagnostic.Id);
            writer.Write((int)diagnostic.Severity);
            writer.WriteText(diagnostic.Message);
            writer.WriteText(diagnostic.Cell);
            writer.Write(diagnostic.Line);
            writer.Write(diagnostic.Column);
            writer.Write(diagnostic.Length);
            writer.Write(place);
        }
    }

    // An array: PowerShell cannot index the list that a collection expression makes.
    public static CellDiagnostic[] ReadDiagnostics(this BinaryReader reader)
    {
        string[] lines = reader.ReadTexts();
        CellDiagnostic[] diagnostics = new CellDiagnostic[reader.ReadInt32()];
        for (int i = 0; i < diagnostics.Length; i++)
        {
            diagnostics[i] = new CellDiagnostic(
                reader.ReadText(),
                (CellDiagnosticSeverity)reader.ReadInt32(),
                reader.ReadText(),
                reader.ReadText(),
                reader.ReadInt32(),
                reader.ReadInt32(),
                reader.ReadInt32(),
                lines[reader.ReadInt32()]);
        }

        return diagnostics;
    }
}
