using AsyncCSharp.Engine.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// Gives <c>Input</c> the static type of the pipeline's first object, and has the name mean that object and no variable of an earlier
/// cell: every use of the name becomes a call of <see cref="CellGlobals.InputAs{T}"/> that looks, and is as wide as, the name.
/// </summary>
internal sealed class TypedInput : CSharpSyntaxRewriter
{
    private const string Name = nameof(CellGlobals.Input);

    private readonly TypeSyntax _type;

    private TypedInput(string type) => _type = ZeroWidth.TypeName(type);

    /// <summary>Rewrites, where the cell means our <c>Input</c> and not one of its own.</summary>
    public static CompilationUnitSyntax Rewrite(CompilationUnitSyntax root, string type)
    {
        bool used = false;
        foreach (SyntaxToken token in root.DescendantTokens())
        {
            if (!token.IsKind(SyntaxKind.IdentifierToken) || token.ValueText != Name)
            {
                continue;
            }

            if (token.Parent is not IdentifierNameSyntax)
            {
                // A variable, parameter, member or type of that name: that one is meant.
                return root;
            }

            used = true;
        }

        return used ? (CompilationUnitSyntax)new TypedInput(Redeclares(root, type) ? "dynamic" : type).Visit(root) : root;
    }

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) =>
        node.Identifier.ValueText == Name && IsValue(node) ? Call(node.Identifier) : node;

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node) =>
        node.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" } ? node : base.VisitInvocationExpression(node);

    // In a cell that declares a type anew, the name of the object's type means the new one.
    private static bool Redeclares(CompilationUnitSyntax root, string type)
    {
        string[] names = [.. TypeNames.OfSession(type)];
        return names.Length > 0 && root.DescendantNodes().Any(node => node switch
        {
            BaseTypeDeclarationSyntax declared => names.Contains(declared.Identifier.ValueText),
            DelegateDeclarationSyntax declared => names.Contains(declared.Identifier.ValueText),
            UsingDirectiveSyntax { Alias.Name: var alias } => names.Contains(alias.Identifier.ValueText),
            _ => false,
        });
    }

    // Not the member of something else, nor the name of an argument or a property that is set.
    private static bool IsValue(IdentifierNameSyntax node) => node.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name != node,
        MemberBindingExpressionSyntax or QualifiedNameSyntax or NameColonSyntax or NameEqualsSyntax or ExpressionColonSyntax => false,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left != node,
        AnonymousObjectMemberDeclaratorSyntax { NameEquals: null } => false,
        _ => true,
    };

    private InvocationExpressionSyntax Call(SyntaxToken name)
    {
        SyntaxToken method = SyntaxFactory.Identifier(default, SyntaxKind.IdentifierToken, name.Text, nameof(CellGlobals.InputAs), default);
        return ZeroWidth.Call(nameof(CellGlobals), method, _type, argument: null, name.TrailingTrivia).WithLeadingTrivia(name.LeadingTrivia);
    }
}
