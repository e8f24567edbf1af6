using System.Diagnostics;

namespace AsyncCSharp.Bench;

/// <summary>Other processes.</summary>
internal static class Child
{
    /// <summary>How long any of them may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Nobody is to be asked or told anything over the network while the clock runs, and messages are to be plain text.
    private static readonly string[] s_switches =
        ["POWERSHELL_TELEMETRY_OPTOUT", "DOTNET_CLI_TELEMETRY_OPTOUT", "DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT", "DOTNET_NOLOGO", "NO_COLOR"];

    /// <summary>Starts a process whose input and output belong to the caller.</summary>
    public static Process Start(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string name in s_switches)
        {
            start.Environment[name] = "1";
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>How many milliseconds a process takes from start to end.</summary>
    public static double Time(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        long start = Stopwatch.GetTimestamp();
        _ = Output(program, arguments, environment);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>What a process writes; one that fails throws what it wrote to its error stream.</summary>
    public static string Output(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using Process process = Start(program, arguments, environment);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} took longer than {Patience.TotalMinutes} minutes");
        }

        return process.ExitCode == 0
            ? output.GetAwaiter().GetResult()
            : throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {LastLine(error) ?? LastLine(output)}");
    }

    private static string? LastLine(Task<string> text) =>
        text.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
}
