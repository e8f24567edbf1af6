using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>A cell of a notebook, and its node in the file.</summary>
/// <param name="Node">The node.</param>
internal sealed record NotebookCell(JsonObject Node)
{
    /// <summary>Whether it is code.</summary>
    public bool IsCode => (string?)Node["cell_type"] == "code";

    /// <summary>Its text.</summary>
    public string Source => Node["source"] is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)Node["source"] ?? string.Empty;

    /// <summary>What is known of it.</summary>
    public JsonObject Metadata => Node["metadata"] as JsonObject ?? [];

    /// <summary>Whether what it declares may be said from outside.</summary>
    public bool HasParameters => HasTag("parameters");

    /// <summary>Whether the notebook goes on where it fails.</summary>
    public bool MayFail => HasTag("raises-exception");

    /// <summary>Whether it is not to be run.</summary>
    public bool IsSkipped => HasTag("skip-execution");

    private bool HasTag(string name) =>
        Metadata["tags"] is JsonArray tags && tags.Any(tag => tag is JsonValue value && value.TryGetValue(out string? text) && text == name);
}
