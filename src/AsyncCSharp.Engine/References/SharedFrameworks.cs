using System.Runtime.InteropServices;

namespace AsyncCSharp.Engine;

/// <summary>
/// Finds the shared frameworks that are installed with .NET: beside the one that the process runs on, or, where that is PowerShell's own, where
/// .NET is installed (<see href="https://github.com/dotnet/designs/blob/main/accepted/2020/install-locations.md"/>).
/// </summary>
internal static class SharedFrameworks
{
    private const string Base = "Microsoft.NETCore.App";

    /// <summary>The files of a framework for the .NET that the process runs on, in the newest build of it.</summary>
    /// <exception cref="SessionException">There is none.</exception>
    public static ResolvedPackage Find(string name)
    {
        string[] roots = [.. Roots().Where(r => r.Length > 0).Select(r => Path.Combine(r, "shared")).Distinct(StringComparer.Ordinal)];
        var found = roots.Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .Where(folder => Path.GetFileName(folder).Equals(name, StringComparison.OrdinalIgnoreCase) && Path.GetFileName(folder) != Base)
            .SelectMany(Directory.EnumerateDirectories)
            .Select(folder => (Folder: folder, Version: Version.TryParse(Path.GetFileName(folder), out Version? version) ? version : null))
            .Where(f => f.Version?.Major == Environment.Version.Major && f.Version.Minor == Environment.Version.Minor)
            .OrderByDescending(f => f.Version)
            .FirstOrDefault();
        if (found.Folder is null)
        {
            throw SessionException.Of(nameof(Strings.FrameworkNotFound), name, Environment.Version.ToString(2), string.Join(", ", roots));
        }

        string[] files = [.. Directory.EnumerateFiles(found.Folder, "*.dll").Order(StringComparer.Ordinal)];
        return new ResolvedPackage(Path.GetFileName(Path.GetDirectoryName(found.Folder)!), found.Version!.ToString(), files, files, [], []);
    }

    private static IEnumerable<string> Roots()
    {
        DirectoryInfo running = new(FrameworkFiles.Folder);
        if (running.Parent is { Name: Base, Parent.Parent: { } root })
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
