using System.Text;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>Reads the code of files with cells.</summary>
internal static class NotebookFile
{
    /// <summary>The cells of a file, as a kernel is sent them.</summary>
    /// <param name="path">The file: <c>.ipynb</c>, <c>.dib</c>, or code in one of the two languages.</param>
    /// <exception cref="System.Text.Json.JsonException">It is no notebook.</exception>
    public static IReadOnlyList<(string Code, CellKind Kind)> Read(string path)
    {
        string text = File.ReadAllText(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".IPYNB" => OfNotebook(text),
            ".PS1" => [(text, CellKind.PowerShell)],
            // A cell that takes itself apart.
            _ => [(WithoutHead(text), CellKind.CSharp)],
        };
    }

    /// <summary>What the metadata of a cell say that it is; null where they do not say it.</summary>
    public static CellKind? KindOf(JsonObject? metadata)
    {
        string?[] names = Names(metadata);

        // An editor's name may be one for all cells. That of .NET Interactive's kernels is of a language, which may be none of ours.
        return names.Select(CellParts.KindOf).FirstOrDefault(kind => kind is not null)
            ?? ((names[0] ?? names[1]) is { } other ? new CellKind(CellLanguage.Unknown, other) : null);
    }

    /// <summary>The name of the language in the metadata of a cell; null for none.</summary>
    public static string? LanguageNameOf(JsonObject? metadata) => Names(metadata).FirstOrDefault(name => name is not null);

    private static string?[] Names(JsonObject? metadata) =>
        [Text(metadata?["polyglot_notebook"], "kernelName"), Text(metadata?["dotnet_interactive"], "language"), Text(metadata?["vscode"], "languageId")];

    private static List<(string Code, CellKind Kind)> OfNotebook(string text)
    {
        List<(string, CellKind)> cells = [];
        foreach (JsonNode? cell in JsonNode.Parse(text)?["cells"] as JsonArray ?? [])
        {
            if ((string?)cell?["cell_type"] == "code")
            {
                StringBuilder source = new();
                foreach (JsonNode? line in cell["source"] as JsonArray ?? [cell["source"]?.DeepClone()])
                {
                    _ = source.Append((string?)line);
                }

                cells.Add((source.ToString(), KindOf(cell["metadata"] as JsonObject) ?? CellKind.CSharp));
            }
        }

        return cells;
    }

    // A .dib begins with what the editor keeps there.
    private static string WithoutHead(string text)
    {
        const string Head = "#!meta";
        if (!text.StartsWith(Head, StringComparison.Ordinal))
        {
            return text;
        }

        int next = text.IndexOf("\n#!", StringComparison.Ordinal);
        return next < 0 ? string.Empty : text[(next + 1)..];
    }

    private static string? Text(JsonNode? from, string name) => (from as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
