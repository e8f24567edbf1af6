using System.Diagnostics;
using System.Globalization;

namespace AsyncCSharp.Soak;

/// <summary>What a process has, after a collection.</summary>
internal sealed record ProcessState(double Megabytes, double WorkingSet, int Handles, int Threads, int Assemblies)
{
    /// <summary>Counts.</summary>
    public static ProcessState Measure()
    {
        for (int i = 0; i < 4; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using Process process = Process.GetCurrentProcess();
        return new ProcessState(
            GC.GetTotalMemory(forceFullCollection: true) / 1048576.0,
            process.WorkingSet64 / 1048576.0,
            OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : process.HandleCount,
            process.Threads.Count,
            AppDomain.CurrentDomain.GetAssemblies().Length);
    }

    /// <summary>What has grown by more than chance allows since an earlier state.</summary>
    public IEnumerable<string> GrownSince(ProcessState before)
    {
        if (Megabytes > (before.Megabytes * 1.25) + 10)
        {
            yield return "memory";
        }

        if (Handles > before.Handles + 10)
        {
            yield return "handles";
        }

        if (Threads > before.Threads + 10)
        {
            yield return "threads";
        }

        if (Assemblies > before.Assemblies + 60)
        {
            yield return "assemblies";
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Megabytes:0.0} MB managed, {WorkingSet:0} MB in all, {Handles} handles, {Threads} threads, {Assemblies} assemblies");
}
