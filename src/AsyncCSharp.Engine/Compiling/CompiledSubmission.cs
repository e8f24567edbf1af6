using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>A submission as the compiler knows it.</summary>
/// <param name="Compilation">The compilation.</param>
/// <param name="Imports">The namespaces that it and those before it have brought in.</param>
/// <param name="References">The references that they have brought in.</param>
internal sealed record CompiledSubmission(CSharpCompilation Compilation, Inherited<string> Imports, Inherited<MetadataReference> References);
