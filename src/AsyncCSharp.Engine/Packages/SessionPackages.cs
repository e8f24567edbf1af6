namespace AsyncCSharp.Engine;

/// <summary>Finds the packages of a session. NuGet is loaded where what they come to is not known from before.</summary>
/// <param name="disk">The cache on disk, or null where it is off.</param>
internal sealed class SessionPackages(Func<DiskCache?> disk)
{
    /// <summary>What the session has.</summary>
    public PackageSet Current { get; set; } = PackageSet.Empty;

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
        CacheKey? key = disk() is null ? null : KeptPackages.KeyOf(Current, all, folder);
        if (key is not null && disk()?.Find(key) is { } content && KeptPackages.Read(content) is { } kept)
        {
            return new PackageSet([.. all], [.. kept]);
        }

        PackageSet found = Resolve(added, folder, cancellationToken);

        // A version that no source has is the next one, until there is one.
        if (key is not null && found.Requests.SequenceEqual(all) && all.All(r => found.Find(r.Id) is { } package && r.Names(package.Version)))
        {
            disk()?.Add(key, KeptPackages.Write(found.Packages));
        }

        return found;
    }

    private PackageSet Resolve(PackageRequest[] added, string folder, CancellationToken cancellationToken)
    {
        PackageSet before = Current;

        // On the pool: the thread that waits has a context of its own, and may be told to leave.
        Task<PackageSet> resolving = Task.Run(() => PackageResolver.ResolveAsync(before, added, folder, cancellationToken), cancellationToken);
        try
        {
            return resolving.WaitAsync(cancellationToken).GetAwaiter().GetResult();
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
