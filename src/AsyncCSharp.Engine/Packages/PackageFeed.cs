using NuGet.Common;
using NuGet.Configuration;
using NuGet.DependencyResolver;
using NuGet.Frameworks;
using NuGet.LibraryModel;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace AsyncCSharp.Engine.Packages;

/// <summary>
/// One source of packages, a feed or a folder, as NuGet's resolver asks it. The resolver hands no token on: the one given
/// here ends each request. Ids come from the user and from packages, and none is used before it is known to be one.
/// </summary>
/// <param name="repository">The source.</param>
/// <param name="stop">Ends each request.</param>
/// <param name="unreachable">For a source that the others may stand in for: takes its failure, and it has nothing then. Null where its failure is an error.</param>
internal sealed class PackageFeed(SourceRepository repository, CancellationToken stop, UnreachableSources? unreachable = null) : IRemoteDependencyProvider
{
    /// <inheritdoc/>
    public bool IsHttp => Source.IsHttp;

    /// <inheritdoc/>
    public PackageSource Source => repository.PackageSource;

    /// <inheritdoc/>
    public SourceRepository SourceRepository => repository;

    /// <inheritdoc/>
    public Task<LibraryIdentity?> FindLibraryAsync(
        LibraryRange libraryRange, NuGetFramework targetFramework, SourceCacheContext cacheContext, ILogger logger, CancellationToken cancellationToken) => FindAsync<LibraryIdentity>(async feed =>
    {
        PackageErrors.CheckId(libraryRange.Name);
        VersionRange range = libraryRange.VersionRange ?? VersionRange.All;

        // The lowest version that will do is the one to take: where there is just that, nobody needs the list.
        NuGetVersion? version = range is { IsFloating: false, IsMinInclusive: true, MinVersion: { } lowest }
            && await feed.DoesPackageExistAsync(libraryRange.Name, lowest, cacheContext, logger, stop)
            ? lowest
            : range.FindBestMatch(await feed.GetAllVersionsAsync(libraryRange.Name, cacheContext, logger, stop) ?? []);
        return version is null ? null : new LibraryIdentity(libraryRange.Name, version, LibraryType.Package);
    });

    /// <inheritdoc/>
    public Task<LibraryDependencyInfo> GetDependenciesAsync(
        LibraryIdentity libraryIdentity, NuGetFramework targetFramework, SourceCacheContext cacheContext, ILogger logger, CancellationToken cancellationToken) => AskAsync(async feed =>
    {
        FindPackageByIdDependencyInfo? package = await feed.GetDependencyInfoAsync(libraryIdentity.Name, libraryIdentity.Version, cacheContext, logger, stop);
        if (package is null)
        {
            return LibraryDependencyInfo.CreateUnresolved(libraryIdentity, targetFramework);
        }

        PackageErrors.CheckIdentity(package.PackageIdentity, new PackageIdentity(libraryIdentity.Name, libraryIdentity.Version));
        LibraryIdentity identity = new(package.PackageIdentity.Id, package.PackageIdentity.Version, libraryIdentity.Type);
        return LibraryDependencyInfo.Create(identity, targetFramework, DependenciesFor(targetFramework, package.DependencyGroups).Select(PackagingUtility.GetLibraryDependencyFromNuspec));
    });

    /// <inheritdoc/>
    public Task<IPackageDownloader> GetPackageDownloaderAsync(
        PackageIdentity packageIdentity, SourceCacheContext cacheContext, ILogger logger, CancellationToken cancellationToken) =>
        AskAsync(async feed =>
            await feed.GetPackageDownloaderAsync(packageIdentity, cacheContext, logger, stop) ?? throw PackageErrors.Invalid(packageIdentity, Strings.PackageNotUnpacked));

    /// <inheritdoc/>
    public Task<IEnumerable<NuGetVersion>?> GetAllVersionsAsync(string id, SourceCacheContext cacheContext, ILogger logger, CancellationToken token) =>
        FindAsync<IEnumerable<NuGetVersion>>(async feed =>
        {
            PackageErrors.CheckId(id);
            return await feed.GetAllVersionsAsync(id, cacheContext, logger, stop);
        });

    /// <summary>Asks the source; what goes wrong is its error.</summary>
    public async Task<T> AskAsync<T>(Func<FindPackageByIdResource, Task<T>> question)
    {
        // As dotnet restore has it: what comes over a line that anybody can write to is run as code.
        if (Source is { IsHttp: true, IsHttps: false, AllowInsecureConnections: false })
        {
            throw PackageErrors.OfSource(Source, new InvalidOperationException(Strings.PackageSourceInsecure));
        }

        try
        {
            stop.ThrowIfCancellationRequested();
            return await question(await repository.GetResourceAsync<FindPackageByIdResource>(stop) ?? throw new InvalidOperationException(Strings.PackageSourceUnknown));
        }
        catch (Exception e) when (e is not SessionException && !stop.IsCancellationRequested)
        {
            throw PackageErrors.OfSource(Source, e);
        }
    }

    // What the source has; null also where it cannot be asked, and others are to be asked instead.
    private async Task<T?> FindAsync<T>(Func<FindPackageByIdResource, Task<T?>> question)
        where T : class
    {
        if (unreachable?.Contains(Source) == true)
        {
            return null;
        }

        try
        {
            return await AskAsync(question);
        }
        catch (SessionException e) when (unreachable is not null && e.ErrorId == nameof(Strings.PackageSourceFailed))
        {
            unreachable.Add(Source, e);
            return null;
        }
    }

    private static IEnumerable<PackageDependency> DependenciesFor(NuGetFramework framework, IEnumerable<PackageDependencyGroup> groups)
    {
        PackageDependencyGroup[] all = [.. groups];
        PackageDependencyGroup? nearest = NuGetFrameworkUtility.GetNearest(all, framework, group => group.TargetFramework);
        if (nearest is null && framework is AssetTargetFallbackFramework fallback)
        {
            nearest = NuGetFrameworkUtility.GetNearest(all, fallback.AsFallbackFramework(), group => group.TargetFramework);
        }

        return nearest?.Packages ?? [];
    }
}
