using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine;

/// <summary>Makes code that takes no room in the text, so that what is inserted moves no line and no column of the user's.</summary>
internal sealed class ZeroWidth : CSharpSyntaxRewriter
{
    private static readonly ZeroWidth s_rewriter = new();

    private ZeroWidth()
        : base(visitIntoStructuredTrivia: false)
    {
    }

    /// <summary>A statement at top level.</summary>
    public static MemberDeclarationSyntax Statement(string code) =>
        SyntaxFactory.GlobalStatement((StatementSyntax)s_rewriter.Visit(SyntaxFactory.ParseStatement(code)));

    /// <summary>A member of the script class.</summary>
    public static MemberDeclarationSyntax Member(string code) =>
        (MemberDeclarationSyntax)s_rewriter.Visit(SyntaxFactory.ParseMemberDeclaration(code))!;

    public override SyntaxToken VisitToken(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.IdentifierToken => SyntaxFactory.Identifier(default, SyntaxKind.IdentifierToken, string.Empty, token.ValueText, default),
        SyntaxKind.None => token,
        SyntaxKind kind => SyntaxFactory.Token(default, kind, string.Empty, token.ValueText, default),
    };
}
