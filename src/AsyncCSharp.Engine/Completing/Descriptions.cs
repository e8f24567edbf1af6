using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.QuickInfo;

namespace AsyncCSharp.Engine.Completing;

/// <summary>What is said about names: signature and documentation, as Roslyn writes them.</summary>
internal static class Descriptions
{
    /// <summary>What the name at a place is; null where there is none.</summary>
    public static async Task<CodeNote?> FindAsync(Document document, int position, CancellationToken cancellationToken)
    {
        QuickInfoItem? info = QuickInfoService.GetService(document) is { } service
            ? await service.GetQuickInfoAsync(document, position, cancellationToken).ConfigureAwait(false)
            : null;
        if (info is null || info.Sections.IsEmpty)
        {
            return null;
        }

        string[] sections = [.. info.Sections.Where(static s => s.Kind is not QuickInfoSectionKinds.Usage).Select(static s => s.Text)];
        return NoteOf(string.Join('\n', sections));
    }

    /// <summary>A description whose first line is the signature.</summary>
    public static CodeNote NoteOf(string text)
    {
        string[] parts = text.ReplaceLineEndings("\n").Split('\n', 2);
        return new CodeNote(parts[0].Trim(), parts.Length > 1 ? parts[1].Trim() : string.Empty);
    }
}
