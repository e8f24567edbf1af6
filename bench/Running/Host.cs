using System.Globalization;

namespace AsyncCSharp.Bench;

/// <summary>Scripts in processes of <c>tools/PwshHost</c>, which stands in for <c>pwsh -NoProfile</c>.</summary>
internal static class Host
{
    /// <summary>Makes the module available.</summary>
    public static string Import { get; } = $"Import-Module '{Places.Module}'";

    /// <summary>Makes the yardstick available.</summary>
    public static string ImportYardstick { get; } = $"Import-Module '{typeof(ScriptCellCommand).Assembly.Location}'";

    /// <summary>How many milliseconds a process takes that runs the script; its disk cache is in the folder, or in an empty one.</summary>
    public static double Time(string script, string? cache = null) =>
        WithCache(cache, environment => Child.Time("dotnet", [Places.Host, "-c", script], environment));

    /// <summary>The numbers that a script gives, in a process of its own with an empty disk cache.</summary>
    public static double[] Numbers(string script) =>
        WithCache(null, environment => Parse(Child.Output("dotnet", [Places.Host, "-c", script], environment)));

    /// <summary>
    /// What a command costs that is run so many times in one process: one figure a time, in milliseconds. <c>$i</c> counts
    /// from 1; <c>$code</c> is made of it before the clock starts.
    /// </summary>
    public static double[] Times(string setup, string code, string command, int count) => Numbers(
        $$"""
        {{setup}}
        $times = [double[]]::new({{count}})
        for ($i = 1; $i -le {{count}}; $i++) {
            $code = {{code}}
            $start = [Diagnostics.Stopwatch]::GetTimestamp()
            $null = {{command}}
            $times[$i - 1] = [Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMilliseconds
        }
        "$times"
        """);

    /// <summary>Numbers with white space between them.</summary>
    public static double[] Parse(string output) =>
        [.. output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    private static T WithCache<T>(string? cache, Func<IReadOnlyDictionary<string, string>, T> run)
    {
        string folder = cache ?? Directory.CreateTempSubdirectory("asynccsharp-bench-").FullName;
        try
        {
            return run(new Dictionary<string, string> { ["ASYNCCSHARP_CACHE"] = folder });
        }
        finally
        {
            if (cache is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
