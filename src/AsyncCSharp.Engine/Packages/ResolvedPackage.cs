namespace AsyncCSharp.Engine.Packages;

/// <summary>A package on this machine, and those of its files that this process can use. Needs nothing of NuGet.</summary>
/// <param name="Id">Its id, as the package writes it.</param>
/// <param name="Version">Its version, normalized.</param>
/// <param name="References">What cells are compiled with.</param>
/// <param name="Libraries">What is loaded.</param>
/// <param name="Resources">Satellite assemblies, each in a folder named for its culture.</param>
/// <param name="Natives">Native libraries.</param>
internal sealed record ResolvedPackage(
    string Id,
    string Version,
    IReadOnlyList<string> References,
    IReadOnlyList<string> Libraries,
    IReadOnlyList<string> Resources,
    IReadOnlyList<string> Natives)
{
    /// <summary>Shared frameworks that it needs.</summary>
    public IReadOnlyList<string> Frameworks { get; init; } = [];

    /// <summary>Whether it was asked for and has nothing at all for code: it may be for builds only.</summary>
    public bool IsOfNoUse { get; init; }

    /// <summary>C# scripts that <c>#load</c> takes.</summary>
    public IReadOnlyList<string> Scripts { get; init; } = [];

    /// <summary>Source generators, and what they need.</summary>
    public IReadOnlyList<string> Generators { get; init; } = [];

    /// <summary>All of its files that are used.</summary>
    public IEnumerable<string> Files => References.Concat(Libraries).Concat(Resources).Concat(Natives).Concat(Scripts).Concat(Generators);

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Version}";
}
