using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>A cell that is ready to be emitted.</summary>
/// <param name="Cell">The parsed text.</param>
/// <param name="Scope">References and imports.</param>
/// <param name="Compilation">The compilation.</param>
/// <param name="Types">The library of types that stand beside it, or null.</param>
/// <param name="Embedded">The extension classes in it that mention types of earlier cells, or null.</param>
/// <param name="LocalsFrom">See <see cref="CellText.LocalsFrom"/>.</param>
internal sealed record PreparedCell(ParsedCell Cell, CompilationScope Scope, CSharpCompilation Compilation, SideLibrary? Types, EmbeddedClasses? Embedded, int? LocalsFrom);
