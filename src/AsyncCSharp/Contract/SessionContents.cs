namespace AsyncCSharp.Contract;

/// <summary>What cells of a session are compiled with. Immutable.</summary>
/// <param name="Usings">Namespaces that are imported, and using directives of cells.</param>
/// <param name="References">Assemblies besides the framework: files, or names of what the process has.</param>
/// <param name="Packages">Ids and versions, with what the packages depend on.</param>
internal sealed record SessionContents(IReadOnlyList<string> Usings, IReadOnlyList<string> References, IReadOnlyList<string> Packages);
