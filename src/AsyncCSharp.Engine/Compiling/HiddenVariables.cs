using AsyncCSharp.Engine.Naming;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// What a cell declares stays in the session, but not the variables of its call, which are a submission of the chain as any other. So
/// later cells are compiled against this view of the two, in which these variables have names that no text can mean. Nothing is
/// emitted from it: the cell itself was compiled with the names that it has.
/// </summary>
internal sealed class HiddenVariables : CSharpSyntaxRewriter
{
    private readonly SemanticModel _model;

    private HiddenVariables(SemanticModel model) => _model = model;

    /// <summary>The view of a submission, after that of those before it.</summary>
    public static CompiledSubmission Hide(CompiledSubmission submission, CompiledSubmission? previous)
    {
        CSharpCompilation compilation = submission.Compilation;
        SyntaxTree tree = compilation.SyntaxTrees[0];
        SyntaxNode root = new HiddenVariables(compilation.GetSemanticModel(tree)).Visit(tree.GetRoot());
        SyntaxTree hidden = ScriptSyntax.WithRoot(tree, root);
        CSharpCompilation view = compilation
            .WithScriptCompilationInfo(compilation.ScriptCompilationInfo!.WithPreviousScriptCompilation(previous?.Compilation))
            .ReplaceSyntaxTree(tree, hidden);
        return submission with { Compilation = view };
    }

    public override SyntaxNode? VisitVariableDeclarator(VariableDeclaratorSyntax node)
    {
        SyntaxNode? visited = base.VisitVariableDeclarator(node);
        return visited is VariableDeclaratorSyntax declarator && IsOfCall(_model.GetDeclaredSymbol(node)) ? declarator.WithIdentifier(Rename(node.Identifier)) : visited;
    }

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) =>
        IsVariable(node) ? node.WithIdentifier(Rename(node.Identifier)) : node;

    // nameof(x) becomes the string "x": the variable it names has another name in this view.
    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (node.Expression is not IdentifierNameSyntax { Identifier.ValueText: "nameof" } || _model.GetConstantValue(node).Value is not string name)
        {
            return base.VisitInvocationExpression(node);
        }

        SyntaxToken literal = SyntaxFactory.Literal(node.GetLeadingTrivia(), node.ToString(), name, node.GetTrailingTrivia());
        return SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, literal);
    }

    // new { x } has a member x, and so has (x, y).
    public override SyntaxNode? VisitAnonymousObjectMemberDeclarator(AnonymousObjectMemberDeclaratorSyntax node)
    {
        SyntaxNode? visited = base.VisitAnonymousObjectMemberDeclarator(node);
        return visited is AnonymousObjectMemberDeclaratorSyntax member && node.NameEquals is null && node.Expression is IdentifierNameSyntax name && IsVariable(name)
            ? member.WithNameEquals(ZeroWidth.Of(SyntaxFactory.NameEquals(name.Identifier.ValueText)))
            : visited;
    }

    public override SyntaxNode? VisitArgument(ArgumentSyntax node)
    {
        SyntaxNode? visited = base.VisitArgument(node);
        return visited is ArgumentSyntax argument && node is { NameColon: null, Expression: IdentifierNameSyntax name, Parent: TupleExpressionSyntax tuple }
            && IsVariable(name)
            && _model.GetTypeInfo(tuple).Type is INamedTypeSymbol { TupleElements: { IsDefault: false } elements }
            && elements[tuple.Arguments.IndexOf(node)].Name == name.Identifier.ValueText
                ? argument.WithNameColon(ZeroWidth.Of(SyntaxFactory.NameColon(name.Identifier.ValueText)))
                : visited;
    }

    private static bool IsOfCall(ISymbol? symbol) => symbol is IFieldSymbol { ContainingType.Name: SubmissionNames.CallVariables };

    private static SyntaxToken Rename(SyntaxToken name) =>
        SyntaxFactory.Identifier(name.LeadingTrivia, SyntaxKind.IdentifierToken, name.Text, SubmissionNames.Hidden + name.ValueText, name.TrailingTrivia);

    private bool IsVariable(IdentifierNameSyntax name) => IsOfCall(_model.GetSymbolInfo(name).Symbol);
}
