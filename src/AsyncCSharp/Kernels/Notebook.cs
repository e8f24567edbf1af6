using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>A notebook, as its file has it. What is not known here stays as it is.</summary>
internal sealed class Notebook
{
    private const int Format = 4;

    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Notebook(JsonObject root)
    {
        Root = root;
        Cells = [.. ((JsonArray)root["cells"]!).Select(node => new NotebookCell((JsonObject)node!))];
    }

    /// <summary>The whole of it.</summary>
    public JsonObject Root { get; }

    /// <summary>Its cells.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>Whether a file is one of Polyglot Notebooks.</summary>
    public static bool IsDib(string path) => Path.GetExtension(path).Equals(".dib", StringComparison.OrdinalIgnoreCase);

    /// <summary>A notebook of nodes that are known to be one.</summary>
    public static Notebook Of(JsonObject root) => new(root);

    /// <summary>Reads a file, of whichever kind.</summary>
    /// <exception cref="FormatException">It is no notebook, or one of an old format.</exception>
    public static Notebook Read(string path, string text) => IsDib(path) ? Of(NotebookConverter.OfDib(text)) : Parse(text);

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="FormatException">It is no notebook, or one of an old format.</exception>
    public static Notebook Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject root && (int?)root["nbformat"] == Format && root["cells"] is JsonArray cells && cells.All(cell => cell is JsonObject)
                ? Checked(new Notebook(root))
                : throw new FormatException("nbformat");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>The text of the file.</summary>
    public override string ToString() => Root.ToJsonString(s_options) + "\n";

    // What is read of it later is read once: the nodes are made of the text, and know what they are, when they are asked.
    private static Notebook Checked(Notebook notebook)
    {
        _ = NotebookConverter.IsOfInteractive(notebook.Root);
        foreach (NotebookCell cell in notebook.Cells)
        {
            _ = cell.IsCode;
            _ = cell.Source;
            _ = NotebookFile.KindOf(cell.Metadata);
        }

        return notebook;
    }
}
