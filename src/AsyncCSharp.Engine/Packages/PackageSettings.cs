using NuGet.Common;
using NuGet.Configuration;
using NuGet.Packaging;
using NuGet.Packaging.Signing;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;

namespace AsyncCSharp.Engine.Packages;

/// <summary>Where packages come from and where they go, as <c>dotnet restore</c> in the same folder would have it.</summary>
internal sealed class PackageSettings
{
    private readonly ISettings _settings;
    private readonly PackageSource[] _added;

    private PackageSettings(ISettings settings, string folder, IReadOnlyList<string> sources)
    {
        _settings = settings;
        GlobalFolder = Path.GetFullPath(SettingsUtility.GetGlobalPackagesFolder(settings), folder);
        FallbackFolders = [.. SettingsUtility.GetFallbackPackageFolders(settings).Where(Directory.Exists)];
        PackageSource[] enabled = [.. SettingsUtility.GetEnabledSources(settings)];
        _added = [.. sources.Where(s => !enabled.Any(e => string.Equals(e.Source, s, StringComparison.OrdinalIgnoreCase))).Select(s => new PackageSource(s, s))];
        Sources = [.. enabled, .. _added];
        Mapping = MappingOf(settings, _added);
    }

    /// <summary>The folder that packages are unpacked into, shared with all that uses NuGet.</summary>
    public string GlobalFolder { get; }

    /// <summary>Folders of unpacked packages that are only read.</summary>
    public IReadOnlyList<string> FallbackFolders { get; }

    /// <summary>The sources that are turned on.</summary>
    public IReadOnlyList<PackageSource> Sources { get; }

    /// <summary>Which packages may come from which source.</summary>
    public PackageSourceMapping Mapping { get; }

    /// <summary>Reads them: those of the folder and the ones above it, the user's, the machine's.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="sources">Paths and addresses that are sources besides.</param>
    /// <exception cref="SessionException">One of the files cannot be read.</exception>
    public static PackageSettings Load(string folder, IReadOnlyList<string> sources)
    {
        try
        {
            return new PackageSettings(Settings.LoadDefaultSettings(folder, configFileName: null, new XPlatMachineWideSetting()), folder, sources);
        }
        catch (Exception e) when (e is NuGetConfigurationException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            throw PackageErrors.OfSettings(e);
        }
    }

    // A source that the user has named in code may have all that the settings have not given to another.
    private static PackageSourceMapping MappingOf(ISettings settings, PackageSource[] added)
    {
        PackageSourceMapping mapping = PackageSourceMapping.GetPackageSourceMapping(settings);
        if (!mapping.IsEnabled || added.Length == 0)
        {
            return mapping;
        }

        Dictionary<string, IReadOnlyList<string>> patterns = new PackageSourceMappingProvider(settings).GetPackageSourceMappingItems()
            .ToDictionary(item => item.Key, item => (IReadOnlyList<string>)[.. item.Patterns.Select(p => p.Pattern)]);
        foreach (PackageSource source in added)
        {
            patterns[source.Name] = ["*"];
        }

        return new PackageSourceMapping(patterns);
    }

    /// <summary>The folders of unpacked packages, which need no source.</summary>
    public IEnumerable<PackageFeed> LocalFeeds(CancellationToken stop) =>
        FallbackFolders.Prepend(GlobalFolder).Where(Directory.Exists).Select(folder => new PackageFeed(Repository.Factory.GetCoreV3(folder, FeedType.FileSystemV3), stop));

    /// <summary>The sources.</summary>
    /// <param name="unreachable">Takes the failures of those that code has named. Those of the settings have to be there, as for <c>dotnet restore</c>.</param>
    /// <param name="stop">Ends each request.</param>
    public IEnumerable<PackageFeed> RemoteFeeds(UnreachableSources unreachable, CancellationToken stop) =>
        Sources.Select(source => new PackageFeed(Repository.Factory.GetCoreV3(source), stop, _added.Contains(source) ? unreachable : null));

    /// <summary>How a package is unpacked: with the signatures that the settings ask for, and readable documentation left out.</summary>
    public PackageExtractionContext Extraction() => new(
        PackageSaveMode.Defaultv3, XmlDocFileSaveMode.None, ClientPolicyContext.GetClientPolicy(_settings, NullLogger.Instance), NullLogger.Instance);
}
