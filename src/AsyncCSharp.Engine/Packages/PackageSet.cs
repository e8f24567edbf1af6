using System.Collections.Immutable;
using AsyncCSharp.Engine.Directives;
using AsyncCSharp.Engine.Generators;

namespace AsyncCSharp.Engine.Packages;

/// <summary>The packages of a session: what was asked for, and all that it came to, with what those depend on. Immutable.</summary>
/// <param name="Requests">One for each id, in the order of the first request.</param>
/// <param name="Packages">One version of each id.</param>
internal sealed record PackageSet(ImmutableArray<PackageRequest> Requests, ImmutableArray<ResolvedPackage> Packages)
{
    /// <summary>No packages.</summary>
    public static PackageSet Empty { get; } = new([], []);

    /// <summary>Shared frameworks besides .NET's own. Their files are used as those of packages are.</summary>
    public ImmutableArray<ResolvedPackage> Frameworks { get; init; } = [];

    /// <summary>What there is to say about how they were found.</summary>
    public ImmutableArray<PackageWarning> Warnings { get; init; } = [];

    /// <summary>The source generators of all of them.</summary>
    public IEnumerable<GeneratorFiles> Generators =>
        Packages.Concat(Frameworks).Where(p => p.Generators.Count > 0).Select(p => new GeneratorFiles(p.Id, p.Version, p.Generators));

    /// <summary>The package of that id, or null.</summary>
    public ResolvedPackage? Find(string id) => Packages.FirstOrDefault(p => string.Equals(p.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The requests with these, of which the last for an id counts.</summary>
    public ImmutableArray<PackageRequest> With(IEnumerable<PackageRequest> added)
    {
        List<PackageRequest> all = [.. Requests];
        foreach (PackageRequest request in added)
        {
            int known = all.FindIndex(r => r.IsOf(request.Id));
            if (known < 0)
            {
                all.Add(request);
            }
            else
            {
                all[known] = request;
            }
        }

        return [.. all];
    }
}
