using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine;

/// <summary>A library made of the types that stand beside a cell.</summary>
/// <param name="Emitted">The assembly.</param>
/// <param name="Reference">What later cells are compiled with.</param>
/// <param name="TypeNames">The full names of its types: a later library that has one of them takes its place.</param>
/// <param name="Version">Counts the redefinitions.</param>
internal sealed record SideLibrary(EmittedCell Emitted, MetadataReference Reference, IReadOnlyList<string> TypeNames, Version Version);
