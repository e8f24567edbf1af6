using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncCSharp.Conversion;

namespace AsyncCSharp.Kernels;

/// <summary>Objects in the forms that a notebook shows, by MIME types.</summary>
internal static class ResultData
{
    private const string Script = """
        param($Value, $Display, $Show)
        Out-CSharpNotebook -InputObject $Value -Display $Display -Show $Show
        """;

    /// <summary>An object, from any thread. Where no cell runs, nobody can ask PowerShell: then it is the object's own text.</summary>
    public static IReadOnlyDictionary<string, string> Of(object? value, IRunningCell? cell)
    {
        if (value is not null && cell is not null)
        {
            value = ValueForms.Of(value, cell.Formatters) ?? (ValueKinds.IsEnumerable(value) ? ShownItems.Of(value) : value);
        }

        if (value is ShownForms shown)
        {
            return shown.Forms;
        }

        Dictionary<string, string> data = new(StringComparer.Ordinal);
        if (cell is { Ended: false, Shell: var shell })
        {
            Action<JsonObject> show = made =>
            {
                foreach ((string kind, JsonNode? content) in made)
                {
                    data[kind] = content?.GetValue<string>() ?? string.Empty;
                }
            };
            _ = shell.Invoke(Script, [value, new CellDisplay(text => data["text/plain"] = text), show]);
        }

        _ = data.TryAdd("text/plain", value?.ToString() ?? string.Empty);
        return data;
    }

    /// <summary>As messages have it: JSON is no text there.</summary>
    public static JsonObject ToJson(IReadOnlyDictionary<string, string> data)
    {
        JsonObject json = [];
        foreach ((string kind, string content) in data)
        {
            json[kind] = kind == "application/json" || kind.EndsWith("+json", StringComparison.Ordinal) ? Parse(content) : JsonValue.Create(content);
        }

        return json;
    }

    private static JsonNode? Parse(string content)
    {
        try
        {
            return JsonNode.Parse(content);
        }
        catch (JsonException)
        {
            return JsonValue.Create(content);
        }
    }
}
