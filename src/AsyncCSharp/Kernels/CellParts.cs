using System.Text;
using System.Text.RegularExpressions;

namespace AsyncCSharp.Kernels;

/// <summary>Takes a cell apart: a line <c>#!name</c> says what follows, up to the next.</summary>
internal static partial class CellParts
{
    private const string AutoAwait = "autoawait";
    private const string Mark = "#!";

    private static readonly Dictionary<string, CellLanguage> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["csharp"] = CellLanguage.CSharp,
        ["c#"] = CellLanguage.CSharp,
        ["pwsh"] = CellLanguage.PowerShell,
        ["powershell"] = CellLanguage.PowerShell,
        ["markdown"] = CellLanguage.Shown,
        ["md"] = CellLanguage.Shown,
        ["html"] = CellLanguage.Shown,
        ["javascript"] = CellLanguage.Shown,
        ["js"] = CellLanguage.Shown,
        ["mermaid"] = CellLanguage.Shown,
        ["value"] = CellLanguage.Kept,
        ["time"] = CellLanguage.Magic,
        ["who"] = CellLanguage.Magic,
        ["whos"] = CellLanguage.Magic,
        ["share"] = CellLanguage.Magic,
        ["set"] = CellLanguage.Magic,
        ["import"] = CellLanguage.Magic,
        [InteractiveNames.Command] = CellLanguage.Magic,
        [AutoAwait] = CellLanguage.Magic,
    };

    /// <summary>All names, for who has written another one.</summary>
    public static string Names => string.Join(", ", s_names.Keys.Select(name => $"#!{name}"));

    /// <summary>The kind of cell of that name; null for none.</summary>
    public static CellKind? KindOf(string? name) => name is not null && s_names.TryGetValue(name, out CellLanguage language) && language != CellLanguage.Magic
        ? new CellKind(language, IsCode(language) ? string.Empty : name.ToLowerInvariant())
        : null;

    /// <summary>The parts of a cell, those without anything in them left out.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="first">What it is where it does not say.</param>
    /// <exception cref="FormatException">There is no such name. The message is it, as it is written.</exception>
    public static IReadOnlyList<CellPart> Of(string text, CellKind first)
    {
        // No text of C# begins like that, but one for IPython.
        if (first.Language == CellLanguage.CSharp && PythonHead().Match(text) is { Success: true } python)
        {
            throw new FormatException(python.Groups["name"].Value);
        }

        if (!text.Contains("#!", StringComparison.Ordinal) && !text.Contains($"%{AutoAwait}", StringComparison.Ordinal))
        {
            return [new CellPart(first.Language, first.Name, text)];
        }

        List<CellPart> parts = [];
        (CellLanguage language, string name) = (first.Language, first.Name);
        CellKind before = first;
        CellLanguage code = first.IsCode ? first.Language : CellLanguage.CSharp;
        StringBuilder part = new();
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (Head().Match(lines[i]) is not { Success: true } head)
            {
                _ = part.Append(lines[i]).Append('\n');
                continue;
            }

            Add(parts, language, name, part);
            string found = head.Groups["name"].Value;
            if (!s_names.TryGetValue(found, out CellLanguage next))
            {
                throw new FormatException($"{Mark}{found}");
            }

            string rest = head.Groups["rest"].Value;
            if (next == CellLanguage.Magic)
            {
                parts.Add(new CellPart(next, found.ToLowerInvariant(), rest.Trim()) { Around = code });

                // The code goes on as it was.
                (language, name) = (before.Language, before.Name);
                _ = part.Clear().Append('\n', before.IsCode ? i + 1 : 0);
                continue;
            }

            (language, name) = (next, IsCode(next) ? string.Empty : found.ToLowerInvariant());
            code = IsCode(next) ? next : code;
            before = IsCode(next) || next == CellLanguage.Shown ? new CellKind(language, name) : before;
            _ = part.Clear();
            _ = !IsCode(next)
                ? part.Append(rest).Append(rest.Length > 0 || next == CellLanguage.Kept ? "\n" : string.Empty)
                : part.Append('\n', i).Append(' ', lines[i].Length - rest.Length).Append(rest).Append('\n');
        }

        Add(parts, language, name, part);
        return parts;
    }

    /// <summary>What language the text is in at a place of it; <paramref name="first"/> where it does not say.</summary>
    public static CellLanguage At(string code, int index, CellLanguage first)
    {
        CellLanguage language = first;
        foreach (string line in code[..index].Split('\n'))
        {
            language = Head().Match(line) is { Success: true } head && s_names.TryGetValue(head.Groups["name"].Value, out CellLanguage found) && found != CellLanguage.Magic ? found : language;
        }

        return language;
    }

    private static bool IsCode(CellLanguage language) => language is CellLanguage.CSharp or CellLanguage.PowerShell;

    private static void Add(List<CellPart> parts, CellLanguage language, string name, StringBuilder text)
    {
        // A line break was put behind each line.
        string whole = text.Length > 0 ? text.ToString(0, text.Length - 1) : string.Empty;
        if (!string.IsNullOrWhiteSpace(whole))
        {
            parts.Add(new CellPart(language, name, whole));
        }
    }

    [GeneratedRegex(@"^\s*(?<name>%%?(?!autoawait\b)[A-Za-z]\w*)")]
    private static partial Regex PythonHead();

    [GeneratedRegex(@"^(?:#!(?<name>[A-Za-z#][A-Za-z0-9#_-]*)|%(?<name>autoawait))(?=\s|\z)[ \t]?(?<rest>.*)\z")]
    private static partial Regex Head();
}
