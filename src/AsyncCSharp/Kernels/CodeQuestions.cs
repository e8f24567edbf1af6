using System.Text.Json.Nodes;
using AsyncCSharp.Contract;
using AsyncCSharp.Jupyter;
using AsyncCSharp.Text;

namespace AsyncCSharp.Kernels;

/// <summary>Answers what clients ask about text that is being typed. Places in it are counted in characters, as clients count them.</summary>
/// <param name="cells">Has the variables.</param>
internal sealed class CodeQuestions(KernelRunspace cells)
{
    private const int Indent = 4;

    /// <summary>Whether a cell is whole.</summary>
    public static JsonObject IsComplete(JupyterMessage request)
    {
        string code = request.Text("code") ?? string.Empty;
        if (string.IsNullOrWhiteSpace(code) || EngineLoadContext.Engine.IsComplete(code))
        {
            return new JsonObject { ["status"] = "complete" };
        }

        string last = code.TrimEnd('\n').Split('\n')[^1];
        int spaces = last.Length - last.TrimStart().Length;
        return new JsonObject { ["status"] = "incomplete", ["indent"] = new string(' ', spaces + (last.TrimEnd().EndsWith('{') ? Indent : 0)) };
    }

    /// <summary>How the name at the cursor may go on.</summary>
    public JsonObject Complete(JupyterMessage request)
    {
        string code = request.Text("code") ?? string.Empty;
        int end = ToIndex(code, request.Number("cursor_pos") ?? int.MaxValue);
        int start = StartOfName(code, end);
        string name = code[start..end];
        bool isMember = start > 0 && code[start - 1] == '.';
        JsonNode[] matches = isMember ? [] : [.. cells.Variables.Select(v => v.Name).Where(n => n.StartsWith(name, StringComparison.OrdinalIgnoreCase)).Distinct().Order(StringComparer.Ordinal).Select(n => JsonValue.Create(n))];
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray(matches),
            ["cursor_start"] = ToCharacters(code, start),
            ["cursor_end"] = ToCharacters(code, end),
            ["metadata"] = new JsonObject(),
        };
    }

    /// <summary>What the name at the cursor is.</summary>
    public JsonObject Inspect(JupyterMessage request)
    {
        string code = request.Text("code") ?? string.Empty;
        int place = ToIndex(code, request.Number("cursor_pos") ?? int.MaxValue);
        int start = StartOfName(code, place);
        int end = place;
        while (end < code.Length && IsOfName(code[end]))
        {
            end++;
        }

        string name = code[start..end];
        ScriptVariable? variable = start > 0 && code[start - 1] == '.' ? null : cells.Variables.FirstOrDefault(v => v.Name == name);
        JsonObject data = [];
        if (variable is not null)
        {
            CSharpVariable shown = new(variable.Name, variable.Value, variable.Type);
            data["text/plain"] = ShownText.Of($"{shown} = ") + ValueSummary.Of(shown);
        }

        return new JsonObject { ["status"] = "ok", ["found"] = variable is not null, ["data"] = data, ["metadata"] = new JsonObject() };
    }

    private static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static int StartOfName(string code, int end)
    {
        int start = end;
        while (start > 0 && IsOfName(code[start - 1]))
        {
            start--;
        }

        return start;
    }

    private static int ToIndex(string code, int characters)
    {
        int index = 0;
        while (characters-- > 0 && index < code.Length)
        {
            index += char.IsSurrogatePair(code, index) ? 2 : 1;
        }

        return index;
    }

    private static int ToCharacters(string code, int index) => code[..index].EnumerateRunes().Count();
}
