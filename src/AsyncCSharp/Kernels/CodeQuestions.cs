using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.Json.Nodes;
using AsyncCSharp.Contract;
using AsyncCSharp.Jupyter;
using AsyncCSharp.Text;

namespace AsyncCSharp.Kernels;

/// <summary>Answers what clients ask about text that is being typed. Places in it are counted in characters, as clients count them.</summary>
/// <param name="cells">Has the variables, and PowerShell.</param>
internal sealed class CodeQuestions(KernelRunspace cells)
{
    private const int Indent = 4;

    /// <summary>Whether a cell is whole.</summary>
    public static JsonObject IsComplete(JupyterMessage request)
    {
        string code = request.Text("code") ?? string.Empty;
        if (string.IsNullOrWhiteSpace(code) || IsWhole(code))
        {
            return new JsonObject { ["status"] = "complete" };
        }

        string last = code.TrimEnd('\n').Split('\n')[^1];
        int spaces = last.Length - last.TrimStart().Length;
        return new JsonObject { ["status"] = "incomplete", ["indent"] = new string(' ', spaces + (last.TrimEnd().EndsWith('{') ? Indent : 0)) };
    }

    /// <summary>How the text at the cursor may go on.</summary>
    public JsonObject Complete(JupyterMessage request)
    {
        string code = request.Text("code") ?? string.Empty;
        int end = TextPlaces.ToIndex(code, request.Number("cursor_pos") ?? int.MaxValue);
        return CellParts.At(code, end, CellLanguage.CSharp) == CellLanguage.PowerShell ? CompletePowerShell(code, end) : CompleteCSharp(code, end);
    }

    /// <summary>What the name at the cursor is.</summary>
    public JsonObject Inspect(JupyterMessage request)
    {
        string code = request.Text("code") ?? string.Empty;
        int place = TextPlaces.ToIndex(code, request.Number("cursor_pos") ?? int.MaxValue);
        int start = TextPlaces.StartOfName(code, place);
        string name = code[start..TextPlaces.EndOfName(code, place)];
        ScriptVariable? variable = start > 0 && code[start - 1] == '.' ? null : cells.Variables.FirstOrDefault(v => v.Name == name);
        JsonObject data = [];
        if (variable is not null)
        {
            CSharpVariable shown = new(variable.Name, variable.Value, variable.Type);
            data["text/plain"] = HasTextOfItsOwn(variable.Value) ? ShownText.Of($"{shown} = ") + ValueSummary.Of(shown) : ShownText.Of($"{shown}");
        }

        return new JsonObject { ["status"] = "ok", ["found"] = variable is not null, ["data"] = data, ["metadata"] = new JsonObject() };
    }

    // The text of other types may be made by a cell's code. Nothing stops that here, and it may not end.
    private static bool HasTextOfItsOwn(object? value) =>
        value is null or string or decimal or DateTime or DateTimeOffset or TimeSpan or Guid or Task || value.GetType() is { IsPrimitive: true } or { IsEnum: true };

    // The last part decides: those before it have ended where it begins. Of a language alone something is still to come.
    private static bool IsWhole(string code)
    {
        IReadOnlyList<CellPart> parts;
        try
        {
            parts = CellParts.Of(code, CellLanguage.CSharp);
        }
        catch (FormatException)
        {
            return true;
        }

        string lastLine = code.TrimEnd().Split('\n')[^1];
        if (lastLine.StartsWith("#!", StringComparison.Ordinal) && CellParts.LanguageOf(lastLine[2..].Trim()) is not null)
        {
            return false;
        }

        if (parts is not [.., var last])
        {
            return true;
        }

        switch (last.Language)
        {
            case CellLanguage.CSharp:
                return EngineLoadContext.Engine.IsComplete(last.Text);
            case CellLanguage.PowerShell:
                _ = Parser.ParseInput(last.Text, out _, out ParseError[] errors);
                return !Array.Exists(errors, e => e.IncompleteInput);
            default:
                return true;
        }
    }

    private JsonObject CompletePowerShell(string code, int end)
    {
        // What is of C# is no matter of PowerShell's; the places stay.
        int start = code.LastIndexOf("#!", end - 1, StringComparison.Ordinal);
        int line = code.IndexOf('\n', start);
        int first = line < 0 || line > end ? code.IndexOf(' ', start) + 1 : line + 1;
        CommandCompletion found = cells.Complete(new string(' ', first) + code[first..], end);
        return Answer(code, [.. found.CompletionMatches.Select(m => m.CompletionText)], found.ReplacementIndex, found.ReplacementIndex + found.ReplacementLength);
    }

    private JsonObject CompleteCSharp(string code, int end)
    {
        int start = TextPlaces.StartOfName(code, end);
        string name = code[start..end];
        bool isMember = start > 0 && code[start - 1] == '.';
        string[] matches = isMember ? [] : [.. cells.Variables.Select(v => v.Name).Where(n => n.StartsWith(name, StringComparison.OrdinalIgnoreCase)).Distinct().Order(StringComparer.Ordinal)];
        return Answer(code, matches, start, end);
    }

    private static JsonObject Answer(string code, string[] matches, int start, int end) => new()
    {
        ["status"] = "ok",
        ["matches"] = new JsonArray([.. matches.Select(m => JsonValue.Create(m))]),
        ["cursor_start"] = TextPlaces.ToCharacters(code, start),
        ["cursor_end"] = TextPlaces.ToCharacters(code, end),
        ["metadata"] = new JsonObject(),
    };
}
