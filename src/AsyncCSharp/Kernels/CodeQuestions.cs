using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.Json.Nodes;
using AsyncCSharp.Contract;
using AsyncCSharp.Jupyter;
using AsyncCSharp.Text;

namespace AsyncCSharp.Kernels;

/// <summary>Answers what clients ask about text that is being typed. Places in it are counted in characters, as clients count them.</summary>
/// <param name="cells">Has the variables, and PowerShell.</param>
/// <param name="first">The language of text that does not say it.</param>
internal sealed class CodeQuestions(KernelRunspace cells, CellLanguage first)
{
    private const int Indent = 4;

    /// <summary>Whether a cell is whole.</summary>
    public JsonObject IsComplete(JupyterMessage request)
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
        return CellParts.At(code, end, first) == CellLanguage.PowerShell ? CompletePowerShell(code, end) : CompleteCSharp(code, end);
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
        else if (CellParts.At(code, place, first) == CellLanguage.CSharp && cells.Describe(QuestionAt(code, place, out _)) is { } note)
        {
            data["text/plain"] = ShownText.Of($"{note.Signature}\n\n{note.Summary}".Trim());
        }

        return new JsonObject { ["status"] = "ok", ["found"] = data.Count > 0, ["data"] = data, ["metadata"] = new JsonObject() };
    }

    // The text of other types may be made by a cell's code. Nothing stops that here, and it may not end.
    private static bool HasTextOfItsOwn(object? value) =>
        value is null or string or decimal or DateTime or DateTimeOffset or TimeSpan or Guid or Task || value.GetType() is { IsPrimitive: true } or { IsEnum: true };

    // The last part decides: those before it have ended where it begins. Of a language alone something is still to come.
    private bool IsWhole(string code)
    {
        IReadOnlyList<CellPart> parts;
        try
        {
            parts = CellParts.Of(code, new CellKind(first, string.Empty));
        }
        catch (FormatException)
        {
            return true;
        }

        string lastLine = code.TrimEnd().Split('\n')[^1];
        if (lastLine.StartsWith("#!", StringComparison.Ordinal) && CellParts.KindOf(lastLine[2..].Trim()) is { IsCode: true })
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
        int start = end == 0 ? -1 : code.LastIndexOf("#!", end - 1, StringComparison.Ordinal);
        int line = start < 0 ? -1 : code.IndexOf('\n', start);
        int begin = start < 0 ? 0 : line < 0 || line > end ? code.IndexOf(' ', start) + 1 : line + 1;
        CommandCompletion found = cells.Complete(new string(' ', begin) + code[begin..], end);
        return Answer(code, [.. found.CompletionMatches.Select(m => m.CompletionText)], found.ReplacementIndex, found.ReplacementIndex + found.ReplacementLength);
    }

    private JsonObject CompleteCSharp(string code, int end)
    {
        CodeCompletions found = cells.CompleteCSharp(QuestionAt(code, end, out int first));
        (int start, int after) = (first + found.Start, first + found.Start + found.Length);
        JsonObject answer = Answer(code, [.. found.Items.Select(static i => i.Text)], start, after);

        // What JupyterLab shows beside the names.
        answer["metadata"] = new JsonObject
        {
            ["_jupyter_types_experimental"] = new JsonArray([.. found.Items.Select(item => new JsonObject
            {
                ["text"] = item.Text,
                ["type"] = item.Kind.ToString().ToLowerInvariant(),
                ["signature"] = ShownText.Of(item.Note.Signature),
                ["start"] = TextPlaces.ToCharacters(code, start),
                ["end"] = TextPlaces.ToCharacters(code, after),
            })]),
        };
        return answer;
    }

    // The part of the cell that a place of C# is in: up to the next line that says what follows it.
    private static CodeQuestion QuestionAt(string code, int place, out int start)
    {
        const string Head = "#!";
        int head = code.LastIndexOf(Head, Math.Max(place - 1, 0), StringComparison.Ordinal);
        bool isHead = head == 0 || (head > 0 && code[head - 1] == '\n');
        start = isHead ? Math.Min(place, code.IndexOf('\n', head) is var line and >= 0 ? line + 1 : place) : 0;
        int end = code.IndexOf("\n" + Head, place, StringComparison.Ordinal);
        return new CodeQuestion(code[start..(end < 0 ? code.Length : end)], place - start);
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
