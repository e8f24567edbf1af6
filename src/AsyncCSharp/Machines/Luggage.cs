namespace AsyncCSharp.Machines;

/// <summary>What a cell takes along of the session that it was written in, and what it has to leave behind. Immutable.</summary>
internal sealed record Luggage
{
    /// <summary>Imported namespaces and the like.</summary>
    public IReadOnlyList<string> Usings { get; init; } = [];

    /// <summary>Packages: ids and versions.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>The types and methods that the cell may mean: a text for each cell that has declared some, oldest first.</summary>
    public IReadOnlyList<string> Declarations { get; init; } = [];

    /// <summary>Names of variables that the cell may mean, and that stay behind.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Assemblies that stay behind: they are files, or were made in the process.</summary>
    public IReadOnlyList<string> References { get; init; } = [];
}
