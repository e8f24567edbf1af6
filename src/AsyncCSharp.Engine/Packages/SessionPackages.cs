using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Directives;

namespace AsyncCSharp.Engine.Packages;

/// <summary>Finds the packages of a session. NuGet is loaded where what they come to is not known from before.</summary>
/// <param name="disk">The cache on disk, or null where it is off.</param>
internal sealed class SessionPackages(Func<DiskCache?> disk)
{
    /// <summary>How often whoever waits is told how far it is.</summary>
    private const int ProgressMilliseconds = 100;

    private readonly List<string> _sources = [];
    private readonly List<PackageWarning> _warnings = [];

    // Warnings that were given, so that they are not given again: all packages of a session are resolved together, each time that one is added.
    private readonly HashSet<PackageWarning> _said = [];

    /// <summary>What the session has.</summary>
    public PackageSet Current { get; set; } = PackageSet.Empty;

    /// <summary>Is told how far a search is, on the thread that waits for it. Null for nobody.</summary>
    public IProgress<PackageProgress>? Progress { get; set; }

    /// <summary>Adds paths and addresses of sources.</summary>
    public void AddSources(IReadOnlyList<string> sources, string folder)
    {
        IEnumerable<string> full = sources.Select(s => Uri.TryCreate(s, UriKind.Absolute, out Uri? uri) && !uri.IsFile ? s : Path.GetFullPath(uri?.LocalPath ?? s, folder));
        _sources.AddRange(full.Where(s => !_sources.Contains(s)).Distinct());
    }

    /// <summary>What there is to say about the packages that were found since the last call.</summary>
    public IReadOnlyList<PackageWarning> TakeWarnings()
    {
        PackageWarning[] taken = [.. _warnings];
        _warnings.Clear();
        return taken;
    }

    /// <summary>Takes over what another session has.</summary>
    public void CopyFrom(SessionPackages other)
    {
        Current = other.Current;
        Progress = other.Progress;
        _sources.AddRange(other._sources);
        _said.UnionWith(other._said);
    }

    /// <summary>Has what another session found out be told by this one.</summary>
    public void TakeWarningsOf(SessionPackages other) => _warnings.AddRange(other.TakeWarnings());

    /// <summary>Forgets what was added.</summary>
    public void Clear()
    {
        Current = PackageSet.Empty;
        _sources.Clear();
        _warnings.Clear();
        _said.Clear();
    }

    /// <summary>
    /// What the session will have with these requests: one version of each package, that all of them can live with. Downloads
    /// what is not on the machine. Changes nothing else; blocks until it is done.
    /// </summary>
    /// <param name="requests">What is asked for.</param>
    /// <param name="folder">Where NuGet's settings are looked for, and upwards from there.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="SessionException">One of them cannot be had.</exception>
    public PackageSet With(IReadOnlyList<PackageRequest> requests, string folder, CancellationToken cancellationToken)
    {
        PackageRequest[] added = [.. requests.Where(request => !Current.Requests.Any(request.IsSameAs))];
        if (added.Length == 0)
        {
            return Current;
        }

        IReadOnlyList<PackageRequest> all = Current.With(added);
        CacheKey? key = disk() is null ? null : KeptPackages.KeyOf(Current, all, _sources, folder);
        if (key is not null && disk()?.Find(key) is { } content && KeptPackages.Read(content, all) is { } kept)
        {
            Note(kept, added);
            return kept with { Frameworks = Current.Frameworks };
        }

        PackageSet found = Resolve(added, folder, cancellationToken);
        Note(found, added);

        // Where no source has the version that was asked for, a higher one was taken. That is not kept: the version may be published some day.
        if (key is not null && found.Requests.SequenceEqual(all) && all.All(r => found.Find(r.Id) is { } package && r.Names(package.Version)))
        {
            disk()?.Add(key, KeptPackages.Write(found));
        }

        return ReferenceEquals(found, Current) ? found : found with { Frameworks = Current.Frameworks };
    }

    private void Note(PackageSet found, PackageRequest[] added) =>
        _warnings.AddRange(found.Warnings.Concat(PackageWarnings.OfRaised(found, added)).Where(_said.Add));

    private PackageSet Resolve(PackageRequest[] added, string folder, CancellationToken cancellationToken)
    {
        PackageSet before = Current;
        string[] sources = [.. _sources];
        PackageProgress progress = new(0, 0);

        // On the pool: the thread that waits has a context of its own, and may be told to leave.
        Task<PackageSet> resolving = Task.Run(() => PackageResolver.ResolveAsync(
            before, added, () => PackageSettings.Load(folder, sources), now => Volatile.Write(ref progress, now), cancellationToken), cancellationToken);
        Task<PackageSet> waiting = resolving.WaitAsync(cancellationToken);
        while (Task.WaitAny([waiting], ProgressMilliseconds, CancellationToken.None) < 0)
        {
            Progress?.Report(Volatile.Read(ref progress));
        }

        try
        {
            return waiting.GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or SessionException))
        {
            // No type of NuGet's gets to the user.
            throw SessionException.Of(nameof(Strings.PackageNotFound), string.Join("; ", added.Select(r => r.ToString())), e.Message);
        }
    }
}
