using System.Runtime.InteropServices;

namespace AsyncCSharp.Engine.Files;

/// <summary>
/// Where .NET is installed: the one that the process runs on, and, where that is PowerShell's own, the places for it
/// (<see href="https://github.com/dotnet/designs/blob/main/accepted/2020/install-locations.md"/>).
/// </summary>
internal static class InstalledDotNets
{
    /// <summary>The name of the framework that every program has.</summary>
    public const string BaseFramework = "Microsoft.NETCore.App";

    /// <summary>The folders, the process's own first; whether they are there is not looked at.</summary>
    public static IEnumerable<string> Folders() => All().Where(static r => r.Length > 0).Distinct(FilePaths.Comparer);

    private static IEnumerable<string> All()
    {
        DirectoryInfo running = new(FrameworkFiles.Folder);
        if (running.Parent is { Name: BaseFramework, Parent.Parent: { } root })
        {
            yield return root.FullName;
        }

        string architecture = RuntimeInformation.ProcessArchitecture.ToString();
        yield return Environment.GetEnvironmentVariable($"DOTNET_ROOT_{architecture.ToUpperInvariant()}") ?? string.Empty;
        yield return Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? string.Empty;
        if (OperatingSystem.IsWindows())
        {
            yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet");
            yield break;
        }

        yield return ReadLine($"/etc/dotnet/install_location_{architecture.ToLowerInvariant()}");
        yield return ReadLine("/etc/dotnet/install_location");
        foreach (string usual in OperatingSystem.IsMacOS() ? new[] { "/usr/local/share/dotnet" } : ["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/lib64/dotnet"])
        {
            yield return usual;
        }

        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet");
    }

    private static string ReadLine(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadLines(path).FirstOrDefault()?.Trim() ?? string.Empty : string.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
