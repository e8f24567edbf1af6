using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Generators;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>Types of a cell that source generators of packages complete, or write something for.</summary>
internal static class CompletedTypes
{
    /// <summary>The names of the types in a script that generators of packages may have to do with.</summary>
    public static IReadOnlyList<string> CandidatesIn(SyntaxTree script, GeneratorSet generators) => generators.IsEmpty ? [] : [.. ((CompilationUnitSyntax)script.GetRoot()).Members
        .Where(m => SideTypes.IsMovable(m) && (m.Modifiers.Any(SyntaxKind.PartialKeyword) || m.DescendantNodes().OfType<AttributeSyntax>().Select(GeneratorAttributes.NameOf).Any(generators.MayLookFor)))
        .Select(SideTypes.SimpleNameOf)
        .Distinct()];

    /// <summary>The types that were compiled beside a cell, by the names that <see cref="CellText.Completed"/> has for them.</summary>
    public static IReadOnlyList<string> In(SideLibrary? library) =>
        [.. library?.TypeNames.Where(name => !name.Contains('.', StringComparison.Ordinal)).Select(name => name.Split('`')[0]) ?? []];
}
