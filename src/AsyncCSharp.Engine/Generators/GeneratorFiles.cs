namespace AsyncCSharp.Engine.Generators;

/// <summary>The source generators of a package, with what they need.</summary>
/// <param name="Package">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Paths">The files.</param>
internal sealed record GeneratorFiles(string Package, string Version, IReadOnlyList<string> Paths);
