using System.Globalization;
using System.Reflection.PortableExecutable;

namespace AsyncCSharp.Bench;

/// <summary>Scripts in processes of pwsh, each of them new, with a disk cache of its own.</summary>
internal static class Pwsh
{
    /// <summary>Makes the module available.</summary>
    public static string Import { get; } = $"Import-Module '{Places.Module}'";

    /// <summary>Makes the yardsticks available.</summary>
    public static string ImportYardsticks { get; } = $"Import-Module '{typeof(Pwsh).Assembly.Location}'";

    /// <summary>Lays out the copy that is measured, and says what it is.</summary>
    public static string Prepare()
    {
        _ = Child.Output("dotnet", ["build", Places.Project, "-t:StageCompiledPwsh", "-c", Places.Configuration, "-v:q", "-nologo"]);
        return $"{Child.Output("dotnet", [Places.Pwsh, "--version"]).Trim()}, {(IsCompiled() ? "compiled ahead of time like the release packages" : "plain IL: without an ahead-of-time compiler it is slower than the release packages, and flatters what is measured against it")}";
    }

    /// <summary>How many milliseconds a process takes that runs the script; its disk cache is in the folder, or in an empty one.</summary>
    public static double Time(string script, string? cache = null)
    {
        using TemporaryFolder empty = new();
        return Child.Time("dotnet", Arguments(script), WithCache(cache ?? empty.Path));
    }

    /// <summary>What a script writes.</summary>
    public static string Text(string script) => Child.Output("dotnet", Arguments(script));

    /// <summary>The numbers that a script gives.</summary>
    public static double[] Numbers(string script)
    {
        using TemporaryFolder cache = new();
        return Parse(Child.Output("dotnet", Arguments(script), WithCache(cache.Path)));
    }

    /// <summary>What a command costs that is run once for each of the cells, in <c>$code</c>: one figure each, in milliseconds.</summary>
    public static double[] Times(string setup, IEnumerable<string> cells, string command)
    {
        using TemporaryFolder folder = new();
        return Numbers(
            $$"""
            $cells = [IO.File]::ReadAllLines('{{folder.Write("cells.txt", cells)}}')
            {{setup}}
            $times = foreach ($code in $cells) {
                $start = [Diagnostics.Stopwatch]::GetTimestamp()
                $null = {{command}}
                [Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMilliseconds
            }
            "$times"
            """);
    }

    /// <summary>
    /// What scripts cost that are run in turn in one process, in every second round the other way round: each so many times a
    /// round, after once that does not count. Before each round comes the setup, for which <c>$round</c> counts.
    /// </summary>
    public static Measurements Turns(string setup, IReadOnlyList<(string Name, string Script)> subjects, int rounds, int iterations)
    {
        double[] output = Numbers(
            $$"""
            for ($round = 0; $round -lt {{rounds}}; $round++) {
                {{setup}}
                $subjects = @(
                    {{string.Join("\n        ", subjects.Select(subject => $"{{ {subject.Script} }}"))}}
                )
                $order = 0..{{subjects.Count - 1}}
                if ($round % 2) { [array]::Reverse($order) }
                foreach ($subject in $order) {
                    $null = & $subjects[$subject]
                    for ($iteration = 0; $iteration -lt {{iterations}}; $iteration++) {
                        [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect()
                        $start = [Diagnostics.Stopwatch]::GetTimestamp()
                        $null = & $subjects[$subject]
                        "$subject $([Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMilliseconds)"
                    }
                }
            }
            """);
        Measurements measurements = new();
        foreach (double[] pair in output.Chunk(2))
        {
            measurements.Add(subjects[(int)pair[0]].Name, pair[1]);
        }

        return measurements;
    }

    /// <summary>Numbers with white space between them.</summary>
    public static double[] Parse(string output) =>
        [.. output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    private static string[] Arguments(string script) => [Places.Pwsh, "-NoProfile", "-Command", $"$ErrorActionPreference = 'Stop'; {script}"];

    private static Dictionary<string, string> WithCache(string folder) => new() { ["ASYNCCSHARP_CACHE"] = folder };

    private static bool IsCompiled()
    {
        using PEReader engine = new(File.OpenRead(Path.Combine(Path.GetDirectoryName(Places.Pwsh)!, "System.Management.Automation.dll")));
        return engine.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
