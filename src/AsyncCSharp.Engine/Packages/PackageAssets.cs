using NuGet.Client;
using NuGet.ContentModel;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.RuntimeModel;

namespace AsyncCSharp.Engine.Packages;

/// <summary>Chooses the files of a package for this process's framework and platform, by NuGet's own conventions.</summary>
internal static class PackageAssets
{
    // A folder with this file is for a framework that needs nothing from the package.
    private const string Placeholder = "_._";

    private static readonly string s_platform = EngineFolder.CurrentPlatform;
    private static readonly RuntimeGraph s_runtimes = PortableRuntimes.For(s_platform);

    /// <summary>Chooses.</summary>
    /// <param name="identity">The package.</param>
    /// <param name="folder">Where it was unpacked.</param>
    /// <param name="isWanted">Whether it has to be of use by itself.</param>
    /// <exception cref="SessionException">Its assemblies were built for others.</exception>
    public static ResolvedPackage Select(PackageIdentity identity, string folder, bool isWanted)
    {
        using PackageFolderReader reader = new(folder);
        PackageErrors.CheckIdentity(reader.GetIdentity(), identity);
        string[] files = [.. reader.GetFiles()];
        ContentItemCollection items = new();
        items.Load(files);

        // Not shared: packages are looked through in parallel, and it keeps what it has parsed in a plain dictionary.
        ManagedCodeConventions conventions = new(s_runtimes);
        AssetTargetFallbackFramework framework = PackageFramework.Current;
        IReadOnlyList<string> generators = PackageGenerators.Find(files, folder);
        foreach (NuGetFramework candidate in framework.Fallback.Prepend(framework.RootFramework))
        {
            if (Find(items, conventions, candidate) is { } found)
            {
                return Describe(identity, folder, found, reader.NuspecReader, framework) with { Scripts = PackageScripts.Find(files, folder), Generators = generators };
            }
        }

        IReadOnlyList<string> scripts = PackageScripts.Find(files, folder);

        // NuGet's rule: a package is for others where it has assemblies, and none of them for us. What there is for single platforms is
        // no claim to be for all: native libraries come in packages of which each platform needs one, and all are asked for.
        if (scripts.Count == 0 && files.Any(IsManaged))
        {
            throw SessionException.Of(nameof(Strings.PackageNotCompatible), identity.Id, identity.Version.ToNormalizedString(), framework.RootFramework.GetShortFolderName(), s_platform);
        }

        bool standsForOthers = files.Any(f => f.EndsWith(Placeholder, StringComparison.Ordinal)) || reader.NuspecReader.GetDependencyGroups().Any(g => g.Packages.Any());
        return new ResolvedPackage(identity.Id, identity.Version.ToNormalizedString(), [], [], [], [])
        {
            IsOfNoUse = isWanted && !standsForOthers && scripts.Count == 0 && generators.Count == 0,
            Scripts = scripts,
            Generators = generators,
        };
    }

    private static Assets? Find(ContentItemCollection items, ManagedCodeConventions conventions, NuGetFramework framework)
    {
        SelectionCriteria portable = conventions.Criteria.ForFramework(framework);
        SelectionCriteria platform = conventions.Criteria.ForFrameworkAndRuntime(framework, s_platform);
        ManagedCodeConventions.ManagedCodePatterns patterns = conventions.Patterns;
        Assets assets = new(
            items.FindBestItemGroup(portable, patterns.CompileRefAssemblies, patterns.CompileLibAssemblies),
            items.FindBestItemGroup(platform, patterns.RuntimeAssemblies),
            items.FindBestItemGroup(platform, patterns.ResourceAssemblies),
            items.FindBestItemGroup(platform, patterns.NativeLibraries));
        return assets is { References: null, Libraries: null, Resources: null, Natives: null } ? null : assets;
    }

    private static ResolvedPackage Describe(PackageIdentity identity, string folder, Assets assets, NuspecReader nuspec, NuGetFramework framework)
    {
        // A package may say which of its libraries are for its users' eyes.
        HashSet<string>? shown = nuspec.GetReferenceGroups().ToArray() is { Length: > 0 } groups
            && NuGetFrameworkUtility.GetNearest(groups, framework, g => g.TargetFramework) is { } nearest
            ? nearest.Items.ToHashSet(StringComparer.OrdinalIgnoreCase)
            : null;
        return new ResolvedPackage(
            identity.Id,
            identity.Version.ToNormalizedString(),
            [.. Paths(assets.References?.Items, folder).Where(path => shown is null || shown.Contains(Path.GetFileName(path)))],
            Paths(assets.Libraries?.Items, folder),
            Paths(assets.Resources?.Items, folder),
            Paths(assets.Natives?.Items, folder))
        {
            Frameworks = [.. FrameworksOf(nuspec, framework)],
        };
    }

    private static IEnumerable<string> FrameworksOf(NuspecReader nuspec, NuGetFramework framework) =>
        NuGetFrameworkUtility.GetNearest(nuspec.GetFrameworkRefGroups(), framework, g => g.TargetFramework)?.FrameworkReferences.Select(f => f.Name) ?? [];

    private static string[] Paths(IEnumerable<ContentItem>? items, string folder) => items is null
        ? []
        : [.. items.Select(item => item.Path).Where(path => !path.EndsWith(Placeholder, StringComparison.Ordinal)).Select(path => Path.GetFullPath(path, folder))];

    private static bool IsManaged(string path) =>
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        && (path.StartsWith("lib/", StringComparison.OrdinalIgnoreCase) || path.StartsWith("ref/", StringComparison.OrdinalIgnoreCase));

    private sealed record Assets(ContentItemGroup? References, ContentItemGroup? Libraries, ContentItemGroup? Resources, ContentItemGroup? Natives);
}
