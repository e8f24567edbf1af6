using System.Diagnostics;
using System.Globalization;

namespace AsyncCSharp.Pester.Tests.Processes;

/// <summary>Signals of Unix.</summary>
internal static class Signals
{
    /// <summary>Sends a signal to processes, as <c>kill</c> does.</summary>
    public static void Send(string name, params int[] processes)
    {
        using Process kill = Process.Start("kill", [$"-{name}", .. processes.Select(process => process.ToString(CultureInfo.InvariantCulture))]);
        kill.WaitForExit();
    }

    /// <summary>Whether this process ignores SIGINT, as a background job of a shell without job control does. Processes that it
    /// starts then ignore it too: .NET leaves that as it is.</summary>
    public static bool InterruptIsIgnored()
    {
        const int InterruptBit = 1 << 1;
        string? line = File.Exists("/proc/self/status")
            ? File.ReadLines("/proc/self/status").FirstOrDefault(text => text.StartsWith("SigIgn:", StringComparison.Ordinal))
            : null;
        return line is not null && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & InterruptBit) != 0;
    }
}
