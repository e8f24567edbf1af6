using System.Collections.Immutable;

namespace AsyncCSharp.Engine;

/// <summary>What a cell is compiled with, besides its text and its chain.</summary>
/// <param name="Imports">Namespaces in scope.</param>
/// <param name="References">All references.</param>
/// <param name="StopChecks">Whether the cell gets the checks that let it be stopped.</param>
/// <param name="Fingerprint">Tells scopes apart.</param>
internal sealed record CompilationScope(ImmutableArray<string> Imports, ReferenceSet References, bool StopChecks, string Fingerprint);
