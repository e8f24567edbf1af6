using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.Packages;

/// <summary>Finds the shared frameworks that are installed with .NET.</summary>
internal static class SharedFrameworks
{
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

    private static string[] RootsWithFrameworks() => [.. InstalledDotNets.Folders().Select(r => Path.Combine(r, "shared"))];

    private static ResolvedPackage? FindIn(string[] roots, string name)
    {
        var found = roots.Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .Where(folder => Path.GetFileName(folder).Equals(name, StringComparison.OrdinalIgnoreCase) && Path.GetFileName(folder) != InstalledDotNets.BaseFramework)
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
}
