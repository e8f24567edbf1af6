using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>Whether a cell awaits at top level: not in lambdas, local functions, methods or types, whose awaits are their own.</summary>
internal static class AwaitDetector
{
    /// <summary>Looks through the top-level statements and variables of a cell that has parsed without errors.</summary>
    public static bool IsAsync(CompilationUnitSyntax root) => root.Members.Any(member => member is GlobalStatementSyntax or FieldDeclarationSyntax && Awaits(member));

    private static bool Awaits(SyntaxNode node) => node
        .DescendantNodesAndSelf(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(n => n switch
        {
            AwaitExpressionSyntax => true,
            CommonForEachStatementSyntax forEach => forEach.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            UsingStatementSyntax @using => @using.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            // What "await using var" has become at top level.
            IdentifierNameSyntax or GenericNameSyntax => ((SimpleNameSyntax)n).Identifier.ValueText == nameof(CellGlobals.DisposeAsyncAtEnd),
            LocalDeclarationStatementSyntax local => local.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            _ => false,
        });
}
