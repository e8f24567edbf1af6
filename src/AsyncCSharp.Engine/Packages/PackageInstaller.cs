using System.Collections.Concurrent;
using NuGet.Common;
using NuGet.DependencyResolver;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Protocol.Core.Types;

namespace AsyncCSharp.Engine.Packages;

/// <summary>Brings packages into the global folder, where they are not there yet, and looks what there is in them for us.</summary>
/// <param name="settings">Where packages come from and go.</param>
/// <param name="cache">NuGet's own, for this restore.</param>
/// <param name="progress">Is told how far it is, on any thread.</param>
/// <param name="stop">Ends it.</param>
internal sealed class PackageInstaller(PackageSettings settings, SourceCacheContext cache, Action<PackageProgress> progress, CancellationToken stop)
{
    // Each download holds a connection and a file. This is NuGet's own limit on macOS, where a process may have few files open.
    private const int MaxAtATime = 16;

    /// <summary>Installs them.</summary>
    /// <param name="packages">What was found.</param>
    /// <param name="isWanted">Whether the package of an id was asked for: that one has to be of use.</param>
    public async Task<IReadOnlyList<ResolvedPackage>> InstallAsync(IReadOnlyList<RemoteMatch> packages, Func<string, bool> isWanted)
    {
        ConcurrentDictionary<string, ResolvedPackage> installed = new(StringComparer.OrdinalIgnoreCase);
        int done = 0;
        progress(new PackageProgress(done, packages.Count));
        ParallelOptions options = new() { MaxDegreeOfParallelism = MaxAtATime, CancellationToken = stop };
        await Parallel.ForEachAsync(packages, options, async (package, _) =>
        {
            PackageIdentity identity = new(package.Library.Name, package.Library.Version);
            installed[identity.Id] = await InstallAsync(package, identity, isWanted(identity.Id));
            progress(new PackageProgress(Interlocked.Increment(ref done), packages.Count));
        });
        return [.. packages.Select(package => installed[package.Library.Name])];
    }

    private async Task<ResolvedPackage> InstallAsync(RemoteMatch package, PackageIdentity identity, bool isWanted)
    {
        string? folder = Find(identity);
        if (folder is null)
        {
            await UnpackAsync((PackageFeed)package.Provider!, identity);
            folder = Find(identity) ?? throw PackageErrors.Invalid(identity, Strings.PackageNotUnpacked);
        }

        try
        {
            return PackageAssets.Select(identity, folder, isWanted);
        }
        catch (Exception e) when (e is not SessionException && !stop.IsCancellationRequested)
        {
            throw PackageErrors.Invalid(identity, PackageErrors.Innermost(e).Message);
        }
    }

    private string? Find(PackageIdentity package) =>
        new FallbackPackagePathResolver(settings.GlobalFolder, settings.FallbackFolders).GetPackageDirectory(package.Id, package.Version);

    private async Task UnpackAsync(PackageFeed feed, PackageIdentity identity)
    {
        try
        {
            using IPackageDownloader downloader = await feed.GetPackageDownloaderAsync(identity, cache, NullLogger.Instance, stop);
            _ = await PackageExtractor.InstallFromSourceAsync(
                identity, downloader, new VersionFolderPathResolver(settings.GlobalFolder), settings.Extraction(), stop);
        }
        catch (FatalProtocolException e) when (!stop.IsCancellationRequested)
        {
            throw PackageErrors.OfSource(feed.Source, e);
        }
        catch (Exception e) when (e is not SessionException && !stop.IsCancellationRequested)
        {
            throw PackageErrors.Invalid(identity, PackageErrors.Innermost(e).Message);
        }
    }
}
