using AsyncCSharp.Engine.Syntax;

namespace AsyncCSharp.Engine.Artifacts;

/// <summary>All that a submission compiles to: enough to run it, and to build later ones on it, without compiling it again.</summary>
/// <param name="Emitted">The assembly, and what is known of it.</param>
/// <param name="Types">The library of the types that stand beside it, or null.</param>
/// <param name="Embedded">The names of the extension classes in it: those of libraries before it are not meant any more.</param>
/// <param name="Usings">The using directives of its text.</param>
/// <param name="LocalsFrom">See <see cref="CellText.LocalsFrom"/>.</param>
/// <param name="IsDeep">See <see cref="ParsedCell.IsDeep"/>.</param>
internal sealed record SubmissionCode(EmittedAssembly Emitted, SideLibrary? Types, IReadOnlyList<string> Embedded, IReadOnlyList<string> Usings, int? LocalsFrom, bool IsDeep);
