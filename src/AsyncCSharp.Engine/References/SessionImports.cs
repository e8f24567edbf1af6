using System.Collections.Immutable;
using AsyncCSharp.Engine.Metadata;

namespace AsyncCSharp.Engine.References;

/// <summary>What the cells of a session can name without saying where it is. Immutable.</summary>
/// <param name="Namespaces">Namespaces, for each cell.</param>
/// <param name="Usings">The using directives of cells, for the types beside later ones.</param>
internal sealed record SessionImports(ImmutableArray<string> Namespaces, ImmutableArray<string> Usings)
{
    /// <summary>Those of a new session.</summary>
    public static readonly SessionImports Default = new(DefaultImports.OfCells, []);

    /// <summary>All of them by their names, as a user is told.</summary>
    public string[] Names => [.. Namespaces.Concat(Usings.Select(NameIn)).Distinct()];

    /// <summary>The same and a namespace; this where it is there already.</summary>
    public SessionImports With(string name) => Namespaces.Contains(name) ? this : this with { Namespaces = Namespaces.Add(name) };

    /// <summary>The same and the using directives of a cell; this where they are there already.</summary>
    public SessionImports WithUsings(IReadOnlyList<string> usings)
    {
        string[] missing = [.. usings.Where(u => !Usings.Contains(u))];
        return missing.Length == 0 ? this : this with { Usings = Usings.AddRange(missing) };
    }

    // The namespace in a directive such as "using X;".
    private static string NameIn(string directive) =>
        directive.StartsWith("using ", StringComparison.Ordinal) ? directive["using ".Length..].TrimEnd(';', ' ') : directive;
}
