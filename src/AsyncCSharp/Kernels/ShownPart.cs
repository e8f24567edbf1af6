using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>Text of a cell that is shown as it is.</summary>
internal static class ShownPart
{
    /// <summary>What is shown, by kinds.</summary>
    public static JsonObject Data(CellPart part)
    {
        JsonObject data = new() { ["text/plain"] = part.Text };
        switch (part.Name)
        {
            case "html":
                data["text/html"] = part.Text;
                break;
            case "javascript" or "js":
                data["application/javascript"] = part.Text;
                break;
            case "mermaid":
                // JupyterLab and its notebooks show the one kind, others a block of Markdown.
                data["text/vnd.mermaid"] = part.Text;
                data["text/markdown"] = $"```mermaid\n{part.Text}\n```";
                break;
            default:
                data["text/markdown"] = part.Text;
                break;
        }

        return data;
    }
}
