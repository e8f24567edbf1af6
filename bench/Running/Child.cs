using System.Diagnostics;

namespace AsyncCSharp.Bench;

/// <summary>Other processes.</summary>
internal static class Child
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

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
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} took longer than {s_patience.TotalMinutes} minutes");
        }

        string problem = error.GetAwaiter().GetResult().Trim();
        return process.ExitCode == 0
            ? output.GetAwaiter().GetResult()
            : throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {problem.Split('\n')[^1]}");
    }

    /// <summary>The full path of a program on PATH.</summary>
    public static string Find(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{program}.exe", $"{program}.cmd"] : [program];
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException($"no {program} on PATH");
    }
}
