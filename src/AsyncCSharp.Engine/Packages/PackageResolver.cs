using System.Collections.Immutable;
using AsyncCSharp.Engine.Directives;
using NuGet.Common;
using NuGet.DependencyResolver;
using NuGet.LibraryModel;
using NuGet.Protocol.Core.Types;
using NuGet.RuntimeModel;
using NuGet.Versioning;

namespace AsyncCSharp.Engine.Packages;

/// <summary>
/// Finds the versions that a session gets, as NuGet does for the <c>PackageReference</c> items of a project
/// (<see href="https://learn.microsoft.com/nuget/concepts/dependency-resolution"/>): the lowest version that will do, the
/// request of the session before those of packages. But where a package needs a higher one than was asked for, that is
/// taken instead of giving up, since the requests of a session come one after the other.
/// </summary>
internal static class PackageResolver
{
    /// <summary>How many older versions are tried of a package whose newest one was built for others. Each may have to be downloaded.</summary>
    private const int MaxOlder = 5;

    /// <summary>Resolves the requests of a session together with new ones, and brings the packages onto the machine.</summary>
    /// <param name="before">What the session has.</param>
    /// <param name="added">What is asked for.</param>
    /// <param name="settings">Where packages come from and go.</param>
    /// <param name="progress">Is told how far it is, on any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<PackageSet> ResolveAsync(
        PackageSet before, IReadOnlyList<PackageRequest> added, Func<PackageSettings> settings, Action<PackageProgress> progress, CancellationToken cancellationToken)
    {
        PackageRequest[] news = [.. added.Where(request => !IsSatisfied(before, request))];
        if (news.Length == 0)
        {
            return before;
        }

        ImmutableArray<PackageRequest> requests = before.With(news);
        Dictionary<string, VersionRange> ranges = new(StringComparer.OrdinalIgnoreCase);
        foreach (PackageRequest request in requests)
        {
            VersionRange range = PackageErrors.CheckVersion(request);
            ranges[request.Id] = news.Contains(request) ? range : Raise(range, NuGetVersion.Parse(before.Find(request.Id)!.Version)) ?? range;
        }

        return await RestoreAsync(requests, ranges, settings(), progress, cancellationToken);
    }

    private static async Task<PackageSet> RestoreAsync(
        ImmutableArray<PackageRequest> requests, Dictionary<string, VersionRange> ranges, PackageSettings settings, Action<PackageProgress> progress, CancellationToken cancellationToken)
    {
        using SourceCacheContext cache = new();
        UnreachableSources unreachable = new();
        Dictionary<string, string> newest = new(StringComparer.OrdinalIgnoreCase);
        int tries = 0;
        while (true)
        {
            // What is raised on the way is raised for these versions only.
            (IReadOnlyList<RemoteMatch> packages, IReadOnlyList<PackageWarning> warnings) = await FindAsync(new(ranges, ranges.Comparer), settings, unreachable, cache, cancellationToken);
            try
            {
                IReadOnlyList<ResolvedPackage> found = await new PackageInstaller(settings, cache, progress, cancellationToken).InstallAsync(packages, id => requests.Any(r => r.IsOf(id)));
                IEnumerable<PackageWarning> older = found.Where(p => newest.ContainsKey(p.Id)).Select(p => PackageWarnings.OfOlder(p.Id, newest[p.Id], p.Version));
                return new PackageSet(requests, [.. found]) { Warnings = [.. unreachable.Warnings, .. warnings, .. older, .. PackageWarnings.OfUseless(found)] };
            }
            catch (SessionException e) when (e.ErrorId == nameof(Strings.PackageNotCompatible) && tries++ < MaxOlder && FindAnyVersion(requests, e.Subject) is { } request)
            {
                // No version was asked for, and the newest is for a .NET that is newer than this one.
                string version = packages.First(p => request.IsOf(p.Library.Name)).Library.Version.ToNormalizedString();
                ranges[request.Id] = PackageErrors.Before(version);
                _ = newest.TryAdd(request.Id, version);
                try
                {
                    _ = await FindAsync(new(ranges, ranges.Comparer), settings, unreachable, cache, cancellationToken);
                }
                catch (SessionException none) when (none.ErrorId == nameof(Strings.PackageNotFound))
                {
                    throw e;
                }
            }
        }
    }

    private static PackageRequest? FindAnyVersion(ImmutableArray<PackageRequest> requests, string? id) =>
        id is null ? null : requests.FirstOrDefault(r => r.Version is null && r.IsOf(id));

    // What the session has already does not move, and needs no source.
    private static bool IsSatisfied(PackageSet before, PackageRequest request)
    {
        PackageErrors.CheckId(request.Id);
        VersionRange range = PackageErrors.CheckVersion(request);
        return before.Find(request.Id) is { } present && (request.Version is null || range.Satisfies(NuGetVersion.Parse(present.Version)));
    }

    private static async Task<(IReadOnlyList<RemoteMatch> Packages, IReadOnlyList<PackageWarning> Warnings)> FindAsync(
        Dictionary<string, VersionRange> ranges, PackageSettings settings, UnreachableSources unreachable, SourceCacheContext cache, CancellationToken cancellationToken)
    {
        PackageFeed[] local = [.. settings.LocalFeeds(cancellationToken)];
        PackageFeed[] remote = [.. settings.RemoteFeeds(unreachable, cancellationToken)];
        string[] sources = [.. settings.Sources.Select(source => source.Name)];
        while (true)
        {
            // A context for each walk: it remembers what the root was.
            RemoteWalkContext context = new(cache, settings.Mapping, NullLogger.Instance);
            context.ProjectLibraryProviders.Add(new RequestedPackages(ranges.Select(r => new LibraryRange(r.Key, r.Value, LibraryDependencyTarget.Package))));
            Array.ForEach(local, context.LocalLibraryProviders.Add);
            Array.ForEach(remote, context.RemoteLibraryProviders.Add);
            PackageGraph graph = new(await new RemoteDependencyWalker(context).WalkAsync(
                RequestedPackages.Root, PackageFramework.Current, runtimeIdentifier: null, RuntimeGraph.Empty, recursive: true));
            if (!RaiseAll(ranges, graph.Downgraded))
            {
                try
                {
                    graph.Check(sources);
                }
                catch (SessionException e) when (e.ErrorId == nameof(Strings.PackageNotFound) && unreachable.First is not null)
                {
                    // It may be in the one that could not be asked.
                    throw unreachable.First;
                }

                return (graph.Packages(), graph.Substitutes());
            }
        }
    }

    // Ranges only rise, so this comes to an end.
    private static bool RaiseAll(Dictionary<string, VersionRange> ranges, IEnumerable<LibraryRange> wanted)
    {
        bool any = false;
        foreach (LibraryRange range in wanted)
        {
            VersionRange needed = range.VersionRange!;
            if (!ranges.TryGetValue(range.Name, out VersionRange? known))
            {
                ranges[range.Name] = needed;
                any = true;
            }
            else if (known.MinVersion is null || known.MinVersion < needed.MinVersion)
            {
                ranges[range.Name] = Raise(known, needed.MinVersion!) ?? throw PackageGraph.Conflict(range.Name, known.PrettyPrint(), needed.PrettyPrint());
                any = true;
            }
        }

        return any;
    }

    // Null where the range ends before.
    private static VersionRange? Raise(VersionRange range, NuGetVersion lowest) =>
        range.HasUpperBound && (range.MaxVersion < lowest || (range.MaxVersion == lowest && !range.IsMaxInclusive))
            ? null
            : new VersionRange(lowest, includeMinVersion: true, range.MaxVersion, range.IsMaxInclusive);
}
