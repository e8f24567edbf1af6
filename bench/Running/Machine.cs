using System.Globalization;
using System.Runtime.InteropServices;

namespace AsyncCSharp.Bench;

/// <summary>On what, when and of what something was measured.</summary>
/// <param name="Date">When, in UTC.</param>
/// <param name="Commit">What is checked out; with a plus where files differ from it.</param>
/// <param name="Configuration">What it was built as.</param>
/// <param name="Runtime">.NET's version.</param>
/// <param name="System">The operating system and the architecture.</param>
/// <param name="Processor">Its name, where the system tells.</param>
/// <param name="Cores">How many there are for this process.</param>
internal sealed record Machine(DateTime Date, string Commit, string Configuration, string Runtime, string System, string Processor, int Cores)
{
    /// <summary>This one, now.</summary>
    public static Machine Current() => new(
        DateTime.UtcNow,
        FindCommit(),
        Places.Configuration,
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
        FindProcessor(),
        Environment.ProcessorCount);

    /// <summary>How many processes wanted a core in the last minute; null where the system does not tell.</summary>
    public static double? Load() => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : null;

    private static string FindCommit()
    {
        try
        {
            string commit = Child.Output("git", ["-C", Places.Bench, "rev-parse", "--short", "HEAD"]).Trim();
            return Child.Output("git", ["-C", Places.Bench, "status", "--porcelain"]).Length > 0 ? $"{commit}+" : commit;
        }
        catch (Exception exception)
        {
            return $"unknown: {exception.Message}";
        }
    }

    private static string FindProcessor() => File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
}
