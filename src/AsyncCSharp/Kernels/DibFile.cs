using System.Text;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>The files of Polyglot Notebooks: cells as text, each behind a line with its language.</summary>
internal static class DibFile
{
    /// <summary>The language of text.</summary>
    public const string Markdown = "markdown";

    private const string Meta = "meta";
    private const string Mark = "#!";

    // The names of languages in such files, and one of each. Fixed.
    private static readonly Dictionary<string, string> s_languages = new(StringComparer.OrdinalIgnoreCase)
    {
        [Meta] = Meta,
        ["csharp"] = LanguageNames.CSharp,
        ["c#"] = LanguageNames.CSharp,
        ["fsharp"] = "fsharp",
        ["f#"] = "fsharp",
        ["pwsh"] = LanguageNames.PowerShell,
        ["powershell"] = LanguageNames.PowerShell,
        [Markdown] = Markdown,
        ["md"] = Markdown,
        ["html"] = "html",
        ["javascript"] = "javascript",
        ["js"] = "javascript",
        ["mermaid"] = "mermaid",
        ["sql"] = "sql",
        ["kql"] = "kql",
        ["http"] = "http",
        ["value"] = "value",
    };

    /// <summary>The one name of a language; null where it is none.</summary>
    public static string? LanguageOf(string? name) => name is not null && s_languages.TryGetValue(name, out string? language) && language != Meta ? language : null;

    /// <summary>Takes the language off a cell that begins with it.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="otherwise">What it is where it does not say.</param>
    public static (string Language, string Text) Split(string text, string otherwise)
    {
        string line = text.Split('\n', 2)[0].TrimEnd();
        return line.StartsWith(Mark, StringComparison.Ordinal) && LanguageOf(line[Mark.Length..]) is { } language
            ? (language, text[Math.Min(text.IndexOf('\n', StringComparison.Ordinal) is var end && end < 0 ? text.Length : end + 1, text.Length)..])
            : (otherwise, text);
    }

    /// <summary>The cells of a file.</summary>
    public static IReadOnlyList<(string Language, string Text)> Read(string text)
    {
        List<(string Language, string Text)> cells = [];
        string language = LanguageNames.CSharp;
        StringBuilder cell = new();
        void End()
        {
            string whole = cell.ToString().Trim('\n');
            if (language == Meta)
            {
                language = DefaultOf(whole);
            }
            else if (!string.IsNullOrWhiteSpace(whole))
            {
                cells.Add((language, whole));
            }

            _ = cell.Clear();
        }

        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal) && s_languages.TryGetValue(line[Mark.Length..].Trim(), out string? next))
            {
                End();
                language = next;
            }
            else
            {
                _ = cell.Append(line).Append('\n');
            }
        }

        End();
        return cells;
    }

    /// <summary>The text of a file.</summary>
    public static string Write(IEnumerable<(string Language, string Text)> cells)
    {
        StringBuilder text = new();
        _ = text.Append(Mark).Append(Meta).Append("\n\n")
            .Append("""{"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":[],"name":"csharp"}]}}""").Append("\n\n");
        foreach ((string language, string cell) in cells)
        {
            _ = text.Append(Mark).Append(language).Append("\n\n").Append(cell.Trim('\n')).Append("\n\n");
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string DefaultOf(string meta)
    {
        try
        {
            return LanguageOf((string?)JsonNode.Parse(meta)?["kernelInfo"]?["defaultKernelName"]) ?? LanguageNames.CSharp;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return LanguageNames.CSharp;
        }
    }
}
