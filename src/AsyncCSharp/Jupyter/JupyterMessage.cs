using System.Text.Json.Nodes;

namespace AsyncCSharp.Jupyter;

/// <summary>A message of the Jupyter protocol.</summary>
internal sealed class JupyterMessage
{
    private const string IdName = "msg_id";

    /// <summary>What stands before the message proper, for sockets that pass it on.</summary>
    public IReadOnlyList<byte[]> Route { get; init; } = [];

    /// <summary>Who has sent it, when, and what it is.</summary>
    public required JsonObject Header { get; init; }

    /// <summary>The header of the message that it belongs to; empty for none.</summary>
    public required JsonObject ParentHeader { get; init; }

    /// <summary>What else is known of it.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>What it says.</summary>
    public JsonObject Content { get; init; } = [];

    /// <summary>Its name among all messages; empty where it has none.</summary>
    public string Id => TextOf(Header, IdName) ?? string.Empty;

    /// <summary>The name of the message that it belongs to; empty for none.</summary>
    public string ParentId => TextOf(ParentHeader, IdName) ?? string.Empty;

    /// <summary>What kind it is.</summary>
    public string Type => TextOf(Header, "msg_type") ?? string.Empty;

    /// <summary>A text of the content; null where there is none.</summary>
    public string? Text(string name) => TextOf(Content, name);

    /// <summary>A flag of the content.</summary>
    public bool Flag(string name, bool otherwise) => Content[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : otherwise;

    /// <summary>A number of the content; null where there is none.</summary>
    public int? Number(string name) => Content[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;

    private static string? TextOf(JsonObject from, string name) => from[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
