using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>A notebook, as its file has it. What is not known here stays as it is.</summary>
internal sealed class Notebook
{
    private const int Format = 4;

    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _root;

    private Notebook(JsonObject root)
    {
        _root = root;
        Cells = [.. ((JsonArray)root["cells"]!).Select(node => new NotebookCell((JsonObject)node!))];
    }

    /// <summary>Its cells.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="FormatException">It is no notebook, or one of an old format.</exception>
    public static Notebook Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject root && (int?)root["nbformat"] == Format && root["cells"] is JsonArray cells && cells.All(cell => cell is JsonObject)
                ? new Notebook(root)
                : throw new FormatException("nbformat");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>The text of the file.</summary>
    public override string ToString() => _root.ToJsonString(s_options) + "\n";
}
