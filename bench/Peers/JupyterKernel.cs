using System.Text.Json;

namespace AsyncCSharp.Bench;

/// <summary>A kernel of Jupyter, measured by Jupyter's own client in the Python of the system.</summary>
/// <param name="name">What the report calls it.</param>
/// <param name="command">What starts it, with <c>{connection_file}</c> in it. Throws where it is not there.</param>
/// <param name="cell">A cell that adds two numbers.</param>
/// <param name="lines">A cell that prints 20,000 lines.</param>
internal sealed class JupyterKernel(string name, Func<string, string[]> command, string cell, string lines)
{
    private const string Python = "/usr/bin/python3";
    private const string CSharpCell = "1 + 1";
    private const string CSharpLines = "for (int i = 0; i < 20_000; i++) Console.WriteLine($\"line {i}\");";

    // In the order in which the script writes them.
    private static readonly string[] s_figures = ["ready", "first cell", "1 + 1", "restart", "memory"];
    private const string Resting = "memory at rest";

    // Ours gives back what it has, last its compiler's process, after a minute.
    private const string RestSeconds = "80";

    private static readonly string[] s_printing = ["20,000 lines", "memory after 20,000 lines"];

    /// <summary>This module's.</summary>
    public static JupyterKernel Own { get; } = new("AsyncCSharp", Install, CSharpCell, CSharpLines);

    /// <summary>That of IPython.</summary>
    public static JupyterKernel Python3 { get; } = new(
        "ipykernel",
        _ => [Python, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        CSharpCell,
        "for i in range(20_000): print(f'line {i}')");

    /// <summary>That of .NET Interactive.</summary>
    public static JupyterKernel Interactive { get; } = new(
        DotNetInteractive.Name,
        _ => DotNetInteractive.Command("jupyter", "{connection_file}"),
        CSharpCell,
        CSharpLines);

    /// <summary>What the report calls it.</summary>
    public string Name => name;

    /// <summary>The name of a figure of it.</summary>
    public string Of(string figure) => $"{figure}, {name}";

    /// <summary>Starts it, and measures; in a process of its own what it prints, of which some kernels lose a part.</summary>
    public IEnumerable<Subject> Subjects => [new(() => Measure(), [.. s_figures.Select(Of)]), new(() => Measure(lines), [.. s_printing.Select(Of)])];

    /// <summary>The same, of what it has when nothing has been asked of it for a while.</summary>
    public Subject AtRest => new(() => Measure(RestSeconds), Of(Resting));

    private double[] Measure(params string[] more)
    {
        using TemporaryFolder folder = new();
        string kernel = Path.Combine(folder.Path, "kernels", "measured");
        string[] start = command(folder.Path);
        _ = Directory.CreateDirectory(kernel);
        File.WriteAllText(Path.Combine(kernel, "kernel.json"), JsonSerializer.Serialize(new { argv = start, display_name = name, language = "any", interrupt_mode = "message" }));
        return Pwsh.Parse(Child.Output(
            Python,
            [Path.Combine(Places.Bench, "Peers", "kernel_times.py"), "measured", cell, .. more],
            new Dictionary<string, string> { ["JUPYTER_PATH"] = folder.Path, ["ASYNCCSHARP_CACHE"] = Path.Combine(folder.Path, "cache") }));
    }

    // The command is that which the module itself writes.
    private static string[] Install(string folder)
    {
        string list = Pwsh.Text($"{Pwsh.Import}; (Install-CSharpKernel -Path '{folder}').Command | ConvertTo-Json");
        return JsonSerializer.Deserialize<string[]>(list)!;
    }
}
