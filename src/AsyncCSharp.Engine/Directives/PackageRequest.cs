using System.Text.RegularExpressions;

namespace AsyncCSharp.Engine.Directives;

/// <summary>A package that was asked for, as it was written. Needs nothing of NuGet.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Version">A version or a range of versions, as in a <c>PackageReference</c>; null for the newest stable one.</param>
internal sealed partial record PackageRequest(string Id, string? Version)
{
    private const string Prefix = "nuget:";

    /// <summary>Whether it asks for the same, whatever else there is to be had, so that the answer may be kept.</summary>
    public bool IsExact => Version is not null && ExactVersion().IsMatch(Version);

    /// <summary>Reads what <c>#r</c> has between its quotes; null where no package is meant.</summary>
    public static PackageRequest? Read(string reference)
    {
        ReadOnlySpan<char> text = reference.AsSpan().Trim();
        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // A range of versions has a comma of its own.
        text = text[Prefix.Length..];
        int comma = text.IndexOf(',');
        return comma < 0
            ? new PackageRequest(text.Trim().ToString(), null)
            : new PackageRequest(text[..comma].Trim().ToString(), text[(comma + 1)..].Trim().ToString());
    }

    /// <summary>What <see cref="Read"/> reads.</summary>
    public static string Write(string id, string? version) => version is null ? $"{Prefix} {id}" : $"{Prefix} {id}, {version}";

    /// <summary>Whether it names just that version, in whatever way: 1.2 is 1.2.0.</summary>
    public bool Names(string version) => Version is not null && string.Equals(Trim(Version), Trim(version), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether both ask for the same in the same words.</summary>
    public bool IsSameAs(PackageRequest other) => IsOf(other.Id) && string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it asks for the package of that id.</summary>
    public bool IsOf(string id) => string.Equals(Id, id, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => Version is null ? Id : $"{Id}, {Version}";

    private static string Trim(string version) => TrailingZeros().Replace(version, string.Empty);

    [GeneratedRegex(@"(\.0+)+(?=-|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex TrailingZeros();

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+){1,3}(-[0-9A-Za-z.-]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ExactVersion();
}
