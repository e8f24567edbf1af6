namespace AsyncCSharp.Pester.Tests.Specs;

/// <summary>The spec files that take long, the longest first. One that stands in no list takes some seconds of a processor.</summary>
internal static class LongSpecs
{
    /// <summary>Wait most of the time, and hold the product to limits of time.</summary>
    public static readonly string[] Waiting =
    [
        "StopCauses", "CompilerProcess", "ConsoleLocks", "Stopping", "Unwinding", "LentLoop", "NextCell", "DirectCalls", "MachineEnds", "MachinesCutOff", "ConsoleTiming", "Callbacks",
        "SessionGate", "ConsoleInput", "Kernel", "KernelClients", "CtrlC", "PromptCompletion", "Timeout", "SshRemoting", "Machines", "Loop", "ShellThreads",
        "PackageTrust", "CSharpPrompt", "ConsoleHosts", "Language", "Costs",
    ];

    /// <summary>Keep a processor busy for ten seconds or more.</summary>
    public static readonly string[] Busy =
        ["Docs", "Soak", "PackageInstall", "Recursion", "Examples", "Measure-CSharpCell", "Remove-Module", "Enter-CSharpSession", "ProcessExit", "NativeLibraries", "DiskCache", "PackageStops", "AddType"];

    /// <summary>The name of a file in these lists.</summary>
    public static string NameOf(string file) => Path.GetFileName(file).Replace(".Tests.ps1", string.Empty, StringComparison.Ordinal);

    /// <summary>Whether a file is one of those that mostly wait.</summary>
    public static bool Waits(string file) => Waiting.Contains(NameOf(file));

    /// <summary>When a file is to be started: a smaller number is earlier.</summary>
    public static int OrderOf(string file)
    {
        string name = NameOf(file);
        int place = Math.Max(Array.IndexOf(Waiting, name), Array.IndexOf(Busy, name));
        return place < 0 ? int.MaxValue : place;
    }
}
