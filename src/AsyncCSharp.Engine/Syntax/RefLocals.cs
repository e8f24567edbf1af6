using AsyncCSharp.Engine.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// Top-level variables that cannot be fields (references, <c>Span&lt;T&gt;</c> and other ref structs), and values that cannot be objects
/// (spans). From the first of them on, a cell's statements become a block, where C# allows them as in any method; what is declared there
/// ends with the cell.
/// </summary>
internal static class RefLocals
{
    // "Field or auto-implemented property cannot be of type ... unless it is an instance member of a ref struct".
    private const string RefStructField = "CS8345";

    /// <summary>The place of the first variable that can be told by its text: a reference; null where there is none.</summary>
    public static int? FirstIn(CompilationUnitSyntax root)
    {
        SyntaxNode? first = root.Members.FirstOrDefault(m => m is FieldDeclarationSyntax { Declaration.Type: RefTypeSyntax or ScopedTypeSyntax });
        return first?.SpanStart;
    }

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

    /// <summary>Puts the statements from that place on into a block.</summary>
    public static CompilationUnitSyntax Enclose(CompilationUnitSyntax program, int position)
    {
        List<MemberDeclarationSyntax> members = [];
        List<StatementSyntax> locals = [];
        int start = 0;
        foreach (MemberDeclarationSyntax member in program.Members)
        {
            if (member.Span.End <= position || member is not GlobalStatementSyntax global)
            {
                TopLevelStatements.Convert(member, members);
            }
            else
            {
                start = locals.Count == 0 ? members.Count : start;
                locals.Add(global.Statement);
            }
        }

        if (locals is [.., ExpressionStatementSyntax { SemicolonToken.IsMissing: true } value])
        {
            locals[^1] = ZeroWidth.Return(value);
        }

        // In its place: the types of a program come behind its statements.
        members.Insert(start, SyntaxFactory.GlobalStatement(ZeroWidth.Block(locals)));
        return program.WithMembers([.. members]);
    }

    private static bool IsTopLevel(SyntaxNode node) => !node.Ancestors().Any(a => a is BaseTypeDeclarationSyntax);
}
