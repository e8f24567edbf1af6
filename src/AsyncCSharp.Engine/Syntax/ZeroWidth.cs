using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// Makes code that takes no room in the text, so that what is inserted moves no line and no column of the user's. It must
/// not be a statement of its own: a sequence point without width is not what a portable PDB can hold, and its readers
/// take the rest of the method's lines for something else.
/// </summary>
internal sealed class ZeroWidth : CSharpSyntaxRewriter
{
    private static readonly ZeroWidth s_rewriter = new();

    private ZeroWidth()
        : base(visitIntoStructuredTrivia: false)
    {
    }

    /// <summary>A type's name.</summary>
    public static TypeSyntax TypeName(string name) => Of(SyntaxFactory.ParseTypeName(name));

    /// <summary>The node without room.</summary>
    public static T Of<T>(T node)
        where T : SyntaxNode => (T)s_rewriter.Visit(node)!;

    /// <summary>An empty statement: the one that makes no code.</summary>
    public static GlobalStatementSyntax Nothing() => SyntaxFactory.GlobalStatement(SyntaxFactory.EmptyStatement(Token(SyntaxKind.SemicolonToken)));

    /// <summary>A call of a static method of a type of ours.</summary>
    public static InvocationExpressionSyntax Call(string type, SyntaxToken method, TypeSyntax? typeArgument, ExpressionSyntax? argument, SyntaxTriviaList trailing)
    {
        SimpleNameSyntax name = typeArgument is null
            ? SyntaxFactory.IdentifierName(method)
            : SyntaxFactory.GenericName(method, SyntaxFactory.TypeArgumentList(Token(SyntaxKind.LessThanToken), [typeArgument], Token(SyntaxKind.GreaterThanToken)));
        ExpressionSyntax target = Of(SyntaxFactory.ParseExpression($"global::AsyncCSharp.{type}"));
        return SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, target, Token(SyntaxKind.DotToken), name),
            SyntaxFactory.ArgumentList(
                Token(SyntaxKind.OpenParenToken),
                argument is null ? default : [SyntaxFactory.Argument(argument)],
                Token(SyntaxKind.CloseParenToken).WithTrailingTrivia(trailing)));
    }

    /// <summary>A method's name.</summary>
    public static SyntaxToken Identifier(string name) => SyntaxFactory.Identifier(default, SyntaxKind.IdentifierToken, string.Empty, name, default);

    /// <summary>A keyword or a brace.</summary>
    public static SyntaxToken Keyword(SyntaxKind kind) => Token(kind);

    /// <summary>A block around statements.</summary>
    public static BlockSyntax Block(IEnumerable<StatementSyntax> statements) =>
        SyntaxFactory.Block(Token(SyntaxKind.OpenBraceToken), [.. statements], Token(SyntaxKind.CloseBraceToken));

    /// <summary>What an expression statement without a semicolon gives, returned; a span as what is in it.</summary>
    public static ReturnStatementSyntax Return(ExpressionStatementSyntax value) => SyntaxFactory.ReturnStatement(
        default,
        Token(SyntaxKind.ReturnKeyword),
        Call(nameof(CellGlobals), Identifier(nameof(CellGlobals.ValueOf)), null, value.Expression, default),
        Token(SyntaxKind.SemicolonToken).WithLeadingTrivia(value.SemicolonToken.LeadingTrivia).WithTrailingTrivia(value.SemicolonToken.TrailingTrivia));

    public override SyntaxToken VisitToken(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.IdentifierToken => Identifier(token.ValueText),
        SyntaxKind.None => token,
        SyntaxKind kind => SyntaxFactory.Token(default, kind, string.Empty, token.ValueText, default),
    };

    private static SyntaxToken Token(SyntaxKind kind) => SyntaxFactory.Token(default, kind, string.Empty, SyntaxFacts.GetText(kind), default);
}
