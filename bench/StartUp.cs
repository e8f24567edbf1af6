using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AsyncCSharp.Bench;

/// <summary>Whole processes, one after the other in each round: start-up, the next cell, the same cell.</summary>
internal static class StartUp
{
    private const int Rounds = 5;

    private static readonly string s_root = FindRoot();
    private static readonly string s_host = Path.Combine(s_root, "out", "PwshHost", "PwshHost.dll");
    private static readonly string s_import = $"Import-Module '{Path.Combine(s_root, "out", "AsyncCSharp", "AsyncCSharp.psd1")}'";
    private static readonly string s_importPeer = $"Import-Module '{typeof(StartUp).Assembly.Location}'";

    /// <summary>Measures, prints a table and writes a JSON file.</summary>
    public static void Run(string file)
    {
        Dictionary<string, Func<double>> subjects = new()
        {
            ["host, nothing"] = () => Process("42"),
            ["host, Import-Module"] = () => Process(s_import),
            ["host, one async cell"] = () => Process($"{s_import}; cs 'await Task.Delay(1); 42'"),
            ["peer, one async cell"] = () => Process($"{s_importPeer}; Invoke-ScriptCell 'await Task.Delay(1); 42'"),
            ["new cell"] = () => Inside(s_import, "cs \"await Task.Yield(); 6 * $i\"", 40),
            ["peer, new cell"] = () => Inside(s_importPeer, "Invoke-ScriptCell \"await Task.Yield(); 6 * $i\"", 40),
            ["same cell"] = () => Inside(s_import, "cs 'await Task.Yield(); 6 * 7'", 2000),
            ["peer, same cell"] = () => Inside(s_importPeer, "Invoke-ScriptCell 'await Task.Yield(); 6 * 7'", 40),
        };
        if (Find("ipython3") is { } ipython)
        {
            subjects["IPython, one async cell"] = () => Process(ipython, "-c", "import asyncio\nawait asyncio.sleep(0.001)\n42");
        }

        Dictionary<string, List<double>> times = subjects.Keys.ToDictionary(name => name, _ => new List<double>());
        for (int round = 0; round < Rounds; round++)
        {
            foreach ((string name, Func<double> measure) in subjects)
            {
                times[name].Add(measure());
            }
        }

        Dictionary<string, double> medians = times.ToDictionary(t => t.Key, t => t.Value.Order().ElementAt(t.Value.Count / 2));
        foreach ((string name, double median) in medians)
        {
            string peer = name.StartsWith("host, one", StringComparison.Ordinal) ? "peer, one async cell" : $"peer, {name}";
            string ratio = medians.TryGetValue(peer, out double against) ? (median / against).ToString("0.0000", CultureInfo.InvariantCulture) : string.Empty;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-26} {median,10:0.000} ms {ratio,8}"));
        }

        File.WriteAllText(file, JsonSerializer.Serialize(medians));
        Console.WriteLine(Path.GetFullPath(file));
    }

    private static double Process(string script) => Process("dotnet", s_host, "-c", script);

    private static double Process(string program, params string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        _ = Output(program, arguments);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    // The mean of the second half: the first warms up.
    private static double Inside(string import, string cell, int count)
    {
        string script = $$"""
            {{import}}
            for ($i = 0; $i -lt {{count}}; $i++) { $null = {{cell}} }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            for ($i = {{count}}; $i -lt {{2 * count}}; $i++) { $null = {{cell}} }
            ($watch.Elapsed.TotalMilliseconds / {{count}}).ToString([cultureinfo]::InvariantCulture)
            """;
        return double.Parse(Output("dotnet", s_host, "-c", script), CultureInfo.InvariantCulture);
    }

    private static string Output(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true };
        using Process process = System.Diagnostics.Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {process.ExitCode}");
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AsyncCSharp.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not in the repository.");
        }

        return folder;
    }
}
