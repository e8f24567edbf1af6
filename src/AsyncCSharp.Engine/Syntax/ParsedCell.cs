using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine;

/// <summary>A cell's text, read and rewritten for the compiler.</summary>
internal sealed record ParsedCell
{
    /// <summary>The tree to compile; its text and positions are the user's.</summary>
    public required SyntaxTree Tree { get; init; }

    /// <summary>What is wrong with the text; empty where it parses.</summary>
    public required IReadOnlyList<Diagnostic> Errors { get; init; }

    /// <summary>Whether the cell awaits at top level.</summary>
    public bool IsAsync { get; init; }

    /// <summary>Whether a typed <c>Input</c> was added to the tree.</summary>
    public bool HasInput { get; init; }

    /// <summary>What <c>#r</c> asks for.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>What <c>#load</c> asks for.</summary>
    public IReadOnlyList<string> Loads { get; init; } = [];

    /// <summary>The trailing expression, or null.</summary>
    public ExpressionSyntax? Trailing =>
        ((CompilationUnitSyntax)Tree.GetRoot()).Members is [.., GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } statement }]
            ? statement.Expression
            : null;
}
