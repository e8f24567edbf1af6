namespace AsyncCSharp.Bench;

/// <summary>csharprepl from NuGet, installed below obj/ on first use: through the tool itself, and not through <c>dotnet tool run</c>, which would add a process.</summary>
internal static class CSharpRepl
{
    /// <summary>The version that is compared with.</summary>
    public const string Version = "0.7.1";

    private static readonly Lazy<string> s_program = new(Install);

    /// <summary>How many milliseconds a process takes that runs one cell.</summary>
    public static double Time(string code) => Child.Time(s_program.Value, ["-e", code]);

    private static string Install()
    {
        string folder = Path.Combine(Places.Peers, $"csharprepl-{Version}");
        string program = Path.Combine(folder, OperatingSystem.IsWindows() ? "csharprepl.exe" : "csharprepl");
        if (!File.Exists(program))
        {
            _ = Child.Output("dotnet", ["tool", "install", "csharprepl", "--version", Version, "--tool-path", folder]);
        }

        return program;
    }
}
