using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// Has <c>return;</c> give nothing in a cell with a trailing expression, as it does in any other: the script compiler makes it
/// <c>return null;</c>, and a null in place of a value is one.
/// </summary>
internal sealed class BareReturns : CSharpSyntaxRewriter
{
    private const string Nothing = "global::System.Management.Automation.Internal.AutomationNull.Value";

    private BareReturns()
    {
    }

    /// <summary>Rewrites those at top level.</summary>
    public static CompilationUnitSyntax Rewrite(CompilationUnitSyntax root) =>
        root.Members is [.., GlobalStatementSyntax last] && ParsedCell.ValueOf(last) is not null && root.Members.Any(IsLeft)
            ? root.WithMembers([.. root.Members.Select(static member => IsLeft(member) ? (MemberDeclarationSyntax)new BareReturns().Visit(member) : member)])
            : root;

    public override SyntaxNode VisitReturnStatement(ReturnStatementSyntax node) =>
        node.Expression is null ? node.WithExpression(ZeroWidth.Of(SyntaxFactory.ParseExpression(Nothing))) : node;

    // What stands in these returns from them, and not from the cell.
    public override SyntaxNode VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

    public override SyntaxNode VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

    public override SyntaxNode VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => node;

    public override SyntaxNode VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;

    private static bool IsLeft(MemberDeclarationSyntax member) => member is GlobalStatementSyntax
        && member.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(static node => node is ReturnStatementSyntax { Expression: null });
}
