using System.Text.Json;

namespace AsyncCSharp.Bench;

/// <summary>.NET Interactive's kernel as a notebook starts it: commands on standard input, events on standard output.</summary>
internal static class DotNetInteractive
{
    private const string Quit = """{"token":"quit","commandType":"Quit","command":{}}""";

    private static readonly LocalTool s_tool = new("microsoft.dotnet-interactive");

    /// <summary>Its name and version.</summary>
    public static string Name => $"dotnet-interactive {s_tool.Version}";

    /// <summary>What starts it for something else.</summary>
    public static string[] Command(params string[] arguments) => [s_tool.Program, .. s_tool.Arguments(arguments)];

    /// <summary>How many milliseconds a process takes that runs one cell.</summary>
    public static double Time(string code)
    {
        long start = TimeProvider.System.GetTimestamp();
        _ = Times([code]);
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>What cells cost in a running process, in milliseconds.</summary>
    public static double[] Times(IEnumerable<string> cells)
    {
        using Dialogue dialogue = new(s_tool.Program, s_tool.Arguments("stdio"));
        double[] times = dialogue.Times(cells.Select(Submit), HasRun);
        dialogue.End(Quit);
        return times;
    }

    private static string Submit(string code, int number) =>
        JsonSerializer.Serialize(new { token = $"cell {number}", commandType = "SubmitCode", command = new { code } });

    // Commands that the kernel makes of the one it was given have tokens with a point.
    private static bool HasRun(string line)
    {
        if (!line.StartsWith('{'))
        {
            return false;
        }

        using JsonDocument message = JsonDocument.Parse(line);
        string? type = message.RootElement.GetProperty("eventType").GetString();
        return type is "CommandSucceeded" or "CommandFailed"
            && message.RootElement.GetProperty("command").GetProperty("token").GetString() is { } token && !token.Contains('.', StringComparison.Ordinal)
            && (type == "CommandSucceeded" ? true : throw new InvalidOperationException($"a cell failed in {Name}: {line}"));
    }
}
