using NuGet.DependencyResolver;
using NuGet.Frameworks;
using NuGet.LibraryModel;
using NuGet.Versioning;

namespace AsyncCSharp.Engine.Packages;

/// <summary>The session as NuGet's resolver sees it: a project that refers to packages.</summary>
internal sealed class RequestedPackages(IEnumerable<LibraryRange> packages) : IDependencyProvider
{
    private static readonly NuGetVersion s_version = new(1, 0, 0);
    private readonly LibraryDependency[] _dependencies = [.. packages.Select(package => new LibraryDependency(package))];

    /// <summary>What the resolver starts from. The name is one that no package can have.</summary>
    public static LibraryRange Root { get; } = new(":session", new VersionRange(s_version), LibraryDependencyTarget.Project);

    /// <inheritdoc/>
    public bool SupportsType(LibraryDependencyTarget libraryTypeFlag) => (libraryTypeFlag & LibraryDependencyTarget.Project) != 0;

    /// <inheritdoc/>
    public Library? GetLibrary(LibraryRange libraryRange, NuGetFramework targetFramework) => libraryRange.Name != Root.Name ? null : new Library
    {
        LibraryRange = libraryRange,
        Identity = new LibraryIdentity(Root.Name, s_version, LibraryType.Project),
        Dependencies = _dependencies,
        Resolved = true,
    };

    /// <inheritdoc/>
    public Library? GetLibrary(LibraryRange libraryRange, NuGetFramework targetFramework, string? alias) => GetLibrary(libraryRange, targetFramework);
}
