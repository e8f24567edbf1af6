using System.Runtime.InteropServices;
using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.Packages;

/// <summary>
/// Finds the shared frameworks that are installed with .NET: beside the one that the process runs on, or, where that is PowerShell's own, where
/// .NET is installed (<see href="https://github.com/dotnet/designs/blob/main/accepted/2020/install-locations.md"/>).
/// </summary>
internal static class SharedFrameworks
{
    private const string Base = "Microsoft.NETCore.App";

    /// <summary>Packages with the frameworks that they need, as far as those are installed: they may be needed for a part of a package only.</summary>
    public static PackageSet AddNeeded(PackageSet packages)
    {
        ResolvedPackage[] needed =
        [
            .. packages.Packages.SelectMany(p => p.Frameworks).Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(name => !packages.Frameworks.Any(f => string.Equals(f.Id, name, StringComparison.OrdinalIgnoreCase)))
                .Select(name => FindIn(RootsWithFrameworks(), name))
                .OfType<ResolvedPackage>(),
        ];
        return needed.Length == 0 ? packages : packages with { Frameworks = packages.Frameworks.AddRange(needed) };
    }

    /// <summary>The files of a framework for the .NET that the process runs on, in the newest build of it.</summary>
    /// <exception cref="SessionException">There is none.</exception>
    public static ResolvedPackage Find(string name)
    {
        string[] roots = RootsWithFrameworks();
        return FindIn(roots, name) ?? throw SessionException.Of(nameof(Strings.FrameworkNotFound), name, Environment.Version.ToString(2), string.Join(", ", roots));
    }

    private static string[] RootsWithFrameworks() => [.. Roots().Where(r => r.Length > 0).Select(r => Path.Combine(r, "shared")).Distinct(FilePaths.Comparer)];

    private static ResolvedPackage? FindIn(string[] roots, string name)
    {
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
            return null;
        }

        string[] files = [.. Directory.EnumerateFiles(found.Folder, "*.dll").Order(StringComparer.Ordinal)];
        return new ResolvedPackage(Path.GetFileName(Path.GetDirectoryName(found.Folder)!), found.Version!.ToString(), files, files, [], [])
        {
            Generators = FrameworkPacks.FindGenerators(found.Folder),
        };
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
