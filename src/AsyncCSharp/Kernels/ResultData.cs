using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>Objects in the forms that a notebook shows, by MIME types.</summary>
internal static class ResultData
{
    private const string Script = """
        param($Value, $Display, $Show)
        Out-CSharpNotebook -InputObject $Value -Display $Display -Show $Show
        """;

    /// <summary>An object, from any thread. Where no cell runs, nobody can ask PowerShell: then it is the object's own text.</summary>
    public static IReadOnlyDictionary<string, string> Of(object? value, IShellAccess? shell)
    {
        Dictionary<string, string> data = new(StringComparer.Ordinal);
        if (shell is not null)
        {
            Action<JsonObject> show = shown =>
            {
                foreach ((string kind, JsonNode? content) in shown)
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
