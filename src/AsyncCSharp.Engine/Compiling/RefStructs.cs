using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>Finds where a cell's locals have to begin (see <see cref="RefLocals"/>), as far as only the compiler knows: by the types of variables and values.</summary>
internal static class RefStructs
{
    // "Field or auto-implemented property cannot be of type ... unless it is an instance member of a ref struct".
    private const string RefStructField = "CS8345";

    /// <summary>The place of the first variable of such a type, or null.</summary>
    public static int? FirstIn(CSharpCompilation compilation, string code, CancellationToken cancellationToken) =>
        //// Binding the declarations costs time that hardly any cell needs to spend.
        code.Contains("Span", StringComparison.Ordinal) || code.Contains("stackalloc", StringComparison.Ordinal) ? FirstIn(compilation, cancellationToken) : null;

    /// <summary>The place of the first variable or value that keeps a cell from being compiled, or null.</summary>
    public static int? FirstIn(PreparedCell prepared, IReadOnlyList<CellDiagnostic> errors, CancellationToken cancellationToken) =>
        prepared.LocalsFrom is not null ? null
        : errors.Any(e => e.Id == RefStructField) ? FirstIn(prepared.Compilation, cancellationToken)
        : prepared.Cell.Trailing is { } trailing && IsSpan(trailing, prepared.Compilation) ? trailing.SpanStart
        : null;

    /// <summary>
    /// The place of the first variable of such a type in a cell that compiles, or null: what a pattern declares (<c>x is var span</c>) becomes a
    /// field without a word of the compiler's, and the runtime would refuse to load it.
    /// </summary>
    public static int? FirstIn(PreparedCell prepared) =>
        prepared.LocalsFrom is not null ? null
        : prepared.Compilation.ScriptClass!.GetMembers().OfType<IFieldSymbol>()
            .Where(f => f is { IsImplicitlyDeclared: false, Type.IsRefLikeType: true, Locations: [{ IsInSource: true }, ..] })
            .Min(f => (int?)f.Locations[0].SourceSpan.Start);

    private static bool IsSpan(ExpressionSyntax value, CSharpCompilation compilation) =>
        value is StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax
        || compilation.GetSemanticModel(value.SyntaxTree).GetTypeInfo(value).Type is INamedTypeSymbol
        {
            IsRefLikeType: true, Name: nameof(Span<int>) or nameof(ReadOnlySpan<int>), ContainingNamespace: { Name: nameof(System), ContainingNamespace.IsGlobalNamespace: true },
        };

    private static int? FirstIn(CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        Diagnostic? first = compilation.GetDeclarationDiagnostics(cancellationToken)
            .Where(d => d.Id == RefStructField && d.Location.SourceTree is { } tree && IsTopLevel(tree.GetRoot(cancellationToken).FindNode(d.Location.SourceSpan)))
            .MinBy(d => d.Location.SourceSpan.Start);
        return first?.Location.SourceSpan.Start;
    }

    private static bool IsTopLevel(SyntaxNode node) => !node.Ancestors().Any(a => a is BaseTypeDeclarationSyntax);
}
