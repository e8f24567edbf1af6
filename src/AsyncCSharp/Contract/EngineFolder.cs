using System.Runtime.InteropServices;

namespace AsyncCSharp.Contract;

/// <summary>
/// Where the engine's files lie: its assemblies as they came from the compiler, and in a folder for each platform of the package what is
/// compiled ahead of time for it. What a platform's folder lacks, or all of it where there is none, is taken from the former.
/// </summary>
internal sealed class EngineFolder(string root, string platform)
{
    private readonly string _images = Path.Combine(root, platform);

    /// <summary>The one of the module that is loaded, for this process's platform.</summary>
    public static EngineFolder Installed { get; } = new(Path.Combine(Path.GetDirectoryName(typeof(EngineFolder).Assembly.Location)!, "engine"), CurrentPlatform);

    /// <summary>The name of this process's platform.</summary>
    public static string CurrentPlatform => Platform(
        OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : OperatingSystem.IsLinux() ? "linux" : "other",
        RuntimeInformation.RuntimeIdentifier,
        RuntimeInformation.ProcessArchitecture);

    /// <summary>The file of an assembly, or null where it is none of ours.</summary>
    public string? Find(string assembly) => FindFile(assembly + ".dll");

    /// <summary>A file, or null where it is none of ours.</summary>
    public string? FindFile(string file)
    {
        string image = Path.Combine(_images, file);
        if (File.Exists(image))
        {
            return image;
        }

        string portable = Path.Combine(root, file);
        return File.Exists(portable) ? portable : null;
    }

    /// <summary>
    /// The name of a platform as the package has it. A distribution's own runtime says debian.12-x64 where Microsoft's says
    /// linux-x64, and both run the same images; not so musl's, for which there are none.
    /// </summary>
    internal static string Platform(string system, string runtimeIdentifier, Architecture architecture)
    {
        string libc = runtimeIdentifier.Contains("musl", StringComparison.Ordinal) || runtimeIdentifier.StartsWith("alpine", StringComparison.Ordinal) ? "-musl" : string.Empty;
        return $"{system}{libc}-{architecture.ToString().ToLowerInvariant()}";
    }
}
