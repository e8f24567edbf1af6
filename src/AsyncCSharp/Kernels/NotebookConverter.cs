using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>Makes notebooks for this kernel of those of .NET Interactive, and back. A cell's language is in its text: many clients send no metadata.</summary>
internal static class NotebookConverter
{
    private const string IdName = "id";
    private const int FirstMinorWithIds = 5;
    private const string OldPowerShellKernel = ".net-pwsh";

    /// <summary>A notebook of the cells of a <c>.dib</c> file.</summary>
    public static JsonObject OfDib(string text)
    {
        JsonArray cells = [];
        foreach ((string language, string source) in DibFile.Read(text))
        {
            cells.Add(Cell(cells.Count + 1, language, source));
        }

        AddNames(cells, hasIds: true);
        return new JsonObject { ["cells"] = cells, ["metadata"] = WithKernel([]), ["nbformat"] = 4, ["nbformat_minor"] = 5 };
    }

    /// <summary>A notebook whose cells say their language in their text, and that names this kernel. What else is in it stays.</summary>
    public static JsonObject OfNotebook(JsonObject notebook)
    {
        JsonObject result = (JsonObject)notebook.DeepClone();
        string first = DefaultOf(result);
        foreach (NotebookCell cell in Notebook.Of(result).Cells.Where(cell => cell.IsCode))
        {
            (string language, string text) = LanguageOf(cell, first);
            cell.Node["source"] = WithLanguage(language, text);
        }

        AddNames((JsonArray)result["cells"]!, hasIds: (int?)result["nbformat_minor"] >= FirstMinorWithIds);
        result["metadata"] = WithKernel(result["metadata"] as JsonObject ?? []);
        return result;
    }

    /// <summary>A <c>.dib</c> file of a notebook. It has no outputs.</summary>
    public static string ToDib(JsonObject notebook)
    {
        string first = DefaultOf(notebook);
        return DibFile.Write(Notebook.Of(notebook).Cells.Select(cell => cell.IsCode ? LanguageOf(cell, first) : (DibFile.Markdown, cell.Source)));
    }

    private static (string Language, string Text) LanguageOf(NotebookCell cell, string first) =>
        DibFile.Split(cell.Source, DibFile.LanguageOf(NotebookFile.LanguageNameOf(cell.Metadata)) ?? first);

    /// <summary>Whether a notebook names a kernel of .NET Interactive.</summary>
    public static bool IsOfInteractive(JsonObject notebook) => KernelOf(notebook)?.StartsWith(".net-", StringComparison.Ordinal) == true;

    /// <summary>Whether a notebook names the kernel of .NET Interactive whose cells are PowerShell.</summary>
    public static bool IsOfPowerShell(JsonObject notebook) => KernelOf(notebook) is LanguageNames.PowerShellKernel or OldPowerShellKernel;

    private static string? KernelOf(JsonObject notebook) => (string?)notebook["metadata"]?["kernelspec"]?["name"];

    private static string DefaultOf(JsonObject notebook) => IsOfPowerShell(notebook) ? LanguageNames.PowerShell : LanguageNames.CSharp;

    // Before all others stands a cell that declares what .NET Interactive has for them.
    private static void AddNames(JsonArray cells, bool hasIds)
    {
        if (InteractiveNames.Before([.. cells.Select(node => new NotebookCell((JsonObject)node!)).Where(cell => cell.IsCode).Select(cell => cell.Source)]) is { } names)
        {
            JsonObject cell = Cell(0, LanguageNames.CSharp, names);
            if (!hasIds)
            {
                _ = cell.Remove(IdName);
            }

            cells.Insert(0, cell);
        }
    }

    private static string WithLanguage(string language, string text) => language == LanguageNames.CSharp ? text : $"#!{language}\n{text}";

    private static JsonObject Cell(int number, string language, string source)
    {
        JsonObject cell = new()
        {
            ["cell_type"] = language == DibFile.Markdown ? "markdown" : "code",
            [IdName] = $"cell-{number}",
            ["metadata"] = new JsonObject(),
            ["source"] = language == DibFile.Markdown ? source : WithLanguage(language, source),
        };
        if (language != DibFile.Markdown)
        {
            cell["execution_count"] = null;
            cell["outputs"] = new JsonArray();
        }

        return cell;
    }

    private static JsonObject WithKernel(JsonObject metadata)
    {
        JsonObject result = (JsonObject)metadata.DeepClone();
        result["kernelspec"] = new JsonObject { ["display_name"] = "C# (AsyncCSharp)", ["language"] = "C#", ["name"] = LanguageNames.CSharp };
        result["language_info"] = new JsonObject { ["name"] = "C#" };
        return result;
    }
}
