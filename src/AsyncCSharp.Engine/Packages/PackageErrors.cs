using System.Text.RegularExpressions;
using AsyncCSharp.Engine.Directives;
using NuGet.Configuration;
using NuGet.LibraryModel;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace AsyncCSharp.Engine.Packages;

/// <summary>What can be wrong with packages, as the session's own errors: no type of NuGet's gets out, and no password.</summary>
internal static partial class PackageErrors
{
    private static readonly VersionRange s_newest = VersionRange.Parse("*");

    /// <summary>Refuses an id that is none, before it becomes part of a path or of an address.</summary>
    public static void CheckId(string id)
    {
        if (id.Length > PackageIdValidator.MaxPackageIdLength || !PackageIdValidator.IsValidPackageId(id))
        {
            throw NotFound(id, Strings.PackageIdInvalid);
        }
    }

    /// <summary>The versions that a request is for.</summary>
    public static VersionRange CheckVersion(PackageRequest request)
    {
        if (request.Version is null)
        {
            return s_newest;
        }

        // Two characters that NuGet reads past make a version that nobody has written.
        return request.Version.Length > 0 && VersionRange.TryParse(request.Version, allowFloating: true, out VersionRange? range)
            ? range
            : throw NotFound(request.Id, string.Format(null, Strings.PackageVersionInvalid, request.Version));
    }

    /// <summary>The newest versions of a package that are older than all that begin like this one.</summary>
    public static VersionRange Before(string version)
    {
        NuGetVersion found = NuGetVersion.Parse(version);
        return new VersionRange(
            new NuGetVersion(0, 0, 0), includeMinVersion: true, new NuGetVersion(found.Major, found.Minor, 0), includeMaxVersion: false, FloatRange.Parse("*"));
    }

    /// <summary>Refuses a package that says to be another one than was asked for.</summary>
    public static void CheckIdentity(PackageIdentity found, PackageIdentity wanted)
    {
        if (!found.Equals(wanted))
        {
            throw Invalid(wanted, string.Format(null, Strings.PackageIsAnother, found.Id, found.Version));
        }
    }

    /// <summary>No source has the package.</summary>
    public static SessionException NotFound(string package, string reason) => SessionException.Of(nameof(Strings.PackageNotFound), package, reason);

    /// <summary>No source has a version that is in the range.</summary>
    public static SessionException NotFound(LibraryRange wanted, string? neededBy, IReadOnlyCollection<string> sources)
    {
        string all = string.Join(", ", sources);
        string places = sources.Count == 0 ? Strings.PackageNoSources
            : wanted.VersionRange is null or { MinVersion: null } or { Float.FloatBehavior: NuGetVersionFloatBehavior.Major } ? string.Format(null, Strings.PackageNowhere, all)
            : string.Format(null, Strings.PackageNotInSources, wanted.VersionRange.PrettyPrint(), all);
        return NotFound(wanted.Name, neededBy is null ? places : string.Format(null, Strings.PackageNeededBy, places, neededBy));
    }

    /// <summary>A source could not be asked.</summary>
    public static SessionException OfSource(PackageSource source, Exception e) => SessionException.Of(
        nameof(Strings.PackageSourceFailed), WithoutCredentials(source.Name), WithoutCredentials(source.Source), WithoutCredentials(Innermost(e).Message));

    /// <summary>The settings could not be read.</summary>
    public static SessionException OfSettings(Exception e) =>
        SessionException.Of(nameof(Strings.PackageSourceFailed), "nuget.config", string.Empty, WithoutCredentials(Innermost(e).Message));

    /// <summary>A package could not be read or unpacked.</summary>
    public static SessionException Invalid(PackageIdentity package, string reason) =>
        SessionException.Of(nameof(Strings.PackageInvalid), package.Id, package.Version.ToNormalizedString(), WithoutCredentials(reason));

    /// <summary>The exception that says what happened, out of those that say where it went through.</summary>
    public static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;

    private static string WithoutCredentials(string text) => Credentials().Replace(text, "//");

    [GeneratedRegex(@"//[^/@\s']*@", RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();
}
