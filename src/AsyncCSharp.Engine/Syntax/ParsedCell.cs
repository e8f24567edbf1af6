using AsyncCSharp.Engine.Directives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>A cell's text, read and rewritten for the compiler.</summary>
internal sealed record ParsedCell
{
    /// <summary>The tree to compile; its text and positions are the user's.</summary>
    public required SyntaxTree Tree { get; init; }

    /// <summary>What is wrong with the text; empty where it parses.</summary>
    public required IReadOnlyList<Diagnostic> Errors { get; init; }

    /// <summary>Whether the text nests deeper than usual: it is to be compiled on a larger stack.</summary>
    public bool IsDeep { get; init; }

    /// <summary>Whether the cell awaits at top level.</summary>
    public bool IsAsync { get; init; }

    /// <summary>The <c>Main</c> that the text has, if it consists of types only.</summary>
    public ProgramEntry? Entry { get; init; }

    /// <summary>Namespaces and extension classes, to be compiled beside the cell; null where there are none.</summary>
    public SyntaxTree? Types { get; init; }

    /// <summary>What <c>#r</c> and <c>#load</c> ask for.</summary>
    public CellDirectives Directives { get; init; } = CellDirectives.None;

    /// <summary>Whether it consists of statements: these can only declare by a variable within an expression.</summary>
    public bool MayDeclareNothing => Tree.GetRoot() is CompilationUnitSyntax { Usings.Count: 0, Externs.Count: 0 } root && root.Members.All(m => m is GlobalStatementSyntax);

    /// <summary>The using directives of the text, without comments. What is not in the text has no width.</summary>
    public IReadOnlyList<string> Usings => [.. ((CompilationUnitSyntax)Tree.GetRoot()).Usings.Where(u => u.GlobalKeyword == default && u.Span.Length > 0).Select(TextOf)];

    /// <summary>The trailing expression, or null.</summary>
    public ExpressionSyntax? Trailing =>
        ((CompilationUnitSyntax)Tree.GetRoot()).Members is [.., GlobalStatementSyntax last] ? ValueOf(last) : null;

    /// <summary>The expression that a last statement consists of, or null.</summary>
    public static ExpressionSyntax? ValueOf(GlobalStatementSyntax last) =>
        last.Statement is ExpressionStatementSyntax { SemicolonToken.IsMissing: true } statement ? statement.Expression : null;

    /// <summary>A using directive without comments. The semicolon of the last one may have been supplied, and is no text then.</summary>
    public static string TextOf(UsingDirectiveSyntax directive) => directive
        .ReplaceTrivia(directive.DescendantTrivia(), static (_, _) => default)
        .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken))
        .NormalizeWhitespace()
        .ToString();
}
