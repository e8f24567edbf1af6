using System.Text.Json;

namespace AsyncCSharp.Bench;

/// <summary>dotnet-repl: a script, or a notebook of which it notes when each cell ran.</summary>
internal static class DotNetRepl
{
    private static readonly LocalTool s_tool = new("dotnet-repl");

    /// <summary>Its name and version.</summary>
    public static string Name => $"dotnet-repl {s_tool.Version}";

    /// <summary>How many milliseconds a process takes that runs one cell.</summary>
    public static double Time(string code)
    {
        using TemporaryFolder folder = new();
        return Child.Time(s_tool.Program, Run(folder.Write("cell.csx", code)));
    }

    /// <summary>What cells cost in a running process, in milliseconds.</summary>
    public static double[] Times(IEnumerable<string> cells)
    {
        using TemporaryFolder folder = new();
        string output = Path.Combine(folder.Path, "output.ipynb");
        _ = Child.Output(
            s_tool.Program,
            [.. Run(folder.Write("cells.dib", cells.Select(cell => $"#!csharp\n\n{cell}\n"))), "--output-format", "ipynb", "--output-path", output]);
        using JsonDocument notebook = JsonDocument.Parse(File.ReadAllText(output));
        return [.. notebook.RootElement.GetProperty("cells").EnumerateArray().Select(Time)];
    }

    private static string[] Run(string file) => s_tool.Arguments("--default-kernel", "csharp", "--run", file, "--exit-after-run");

    private static double Time(JsonElement cell)
    {
        if (cell.GetProperty("outputs").EnumerateArray().Any(output => output.GetProperty("output_type").GetString() == "error"))
        {
            throw new InvalidOperationException($"a cell failed in {Name}: {cell}");
        }

        JsonElement times = cell.GetProperty("metadata");
        return (times.GetProperty("dotnet_repl_cellExecutionEndTime").GetDateTimeOffset()
            - times.GetProperty("dotnet_repl_cellExecutionStartTime").GetDateTimeOffset()).TotalMilliseconds;
    }
}
