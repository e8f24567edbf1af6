namespace AsyncCSharp.Bench;

/// <summary>csharprepl: one cell on its command line, or many on its standard input.</summary>
internal static class CSharpRepl
{
    private static readonly LocalTool s_tool = new("csharprepl");

    /// <summary>Its name and version.</summary>
    public static string Name => $"csharprepl {s_tool.Version}";

    /// <summary>How many milliseconds a process takes that runs one cell.</summary>
    public static double Time(string code) => Child.Time(s_tool.Program, s_tool.Arguments("-e", code));

    /// <summary>What cells cost in a running process, in milliseconds; each of them gives a value.</summary>
    public static double[] Times(IEnumerable<string> cells)
    {
        using Dialogue dialogue = new(s_tool.Program, s_tool.Arguments("--streamPipedInput"));
        double[] times = dialogue.Times(cells, static _ => true);
        dialogue.End();
        return times;
    }
}
