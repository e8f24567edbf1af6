using AsyncCSharp.Engine.Directives;

namespace AsyncCSharp.Engine.Packages;

/// <summary>What is said of the packages that were found, with NuGet's own ids and words where it says the same. Needs nothing of NuGet.</summary>
internal static class PackageWarnings
{
    /// <summary>No source has the version that was asked for.</summary>
    public const string Substitute = "NU1603";

    private const string Raised = "NU1601";
    private const string SourceFailed = "NU1801";

    /// <summary>Requests for one version that another one is there for, because other packages need it, or have it already.</summary>
    public static IEnumerable<PackageWarning> OfRaised(PackageSet found, IEnumerable<PackageRequest> requests) =>
        from request in requests
        where request.IsExact && !found.Warnings.Any(w => w.Id == Substitute && request.IsOf(w.Package))
        let package = found.Find(request.Id)
        where package is not null && !request.Names(package.Version)
        select new PackageWarning(Raised, package.Id, string.Format(null, Strings.PackageRaised, package.Id, request.Version, package.Version));

    /// <summary>Packages that were asked for, and are of no use here.</summary>
    public static IEnumerable<PackageWarning> OfUseless(IEnumerable<ResolvedPackage> packages) => packages.Where(p => p.IsOfNoUse)
        .Select(p => new PackageWarning(nameof(Strings.PackageOfNoUse), p.Id, string.Format(null, Strings.PackageOfNoUse, p.Id, p.Version)));

    /// <summary>A source could not be asked, and the others had what was needed.</summary>
    public static PackageWarning OfSource(string reason) =>
        new(SourceFailed, string.Empty, string.Format(null, Strings.PackageSourceLeftOut, reason));

    /// <summary>An older version was taken, because the newest one was built for others.</summary>
    public static PackageWarning OfOlder(string id, string newest, string taken) =>
        new(nameof(Strings.PackageOlder), id, string.Format(null, Strings.PackageOlder, id, newest, taken));
}
