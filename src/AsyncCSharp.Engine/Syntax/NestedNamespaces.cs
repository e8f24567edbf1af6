using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// Makes a static class of a namespace that stays in its cell, since it mentions types of earlier cells: the compiler would take it, but later
/// cells would not see what is in it. Its types have the same names there, and every token keeps its place.
/// </summary>
internal static class NestedNamespaces
{
    /// <summary>Whether a declaration was made of a namespace.</summary>
    public static bool Is(SyntaxNode member) => member is ClassDeclarationSyntax { Keyword.Text: not "class" };

    /// <summary>Whether a namespace can be one: a class has no using directives and no extension classes in it.</summary>
    public static bool CanBe(BaseNamespaceDeclarationSyntax space) => space.Usings.Count + space.Externs.Count + space.AttributeLists.Count == 0
        && space.Members.All(m => m is BaseNamespaceDeclarationSyntax inner ? CanBe(inner) : !SideTypes.IsExtensionClass(m));

    /// <summary>Makes classes of all namespaces of a program.</summary>
    public static CompilationUnitSyntax Convert(CompilationUnitSyntax program) => program.Members.Any(m => m is BaseNamespaceDeclarationSyntax)
        ? program.WithMembers([.. program.Members.Select(Convert)])
        : program;

    private static MemberDeclarationSyntax Convert(MemberDeclarationSyntax member)
    {
        if (member is not BaseNamespaceDeclarationSyntax space)
        {
            return member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax ? SideAccess.MakePublic(member) : member;
        }

        (SyntaxToken open, SyntaxToken close) = space is NamespaceDeclarationSyntax block
            ? (block.OpenBraceToken, block.CloseBraceToken)
            : (With(((FileScopedNamespaceDeclarationSyntax)space).SemicolonToken, SyntaxKind.OpenBraceToken), ZeroWidth.Keyword(SyntaxKind.CloseBraceToken));
        SyntaxList<MemberDeclarationSyntax> members = [.. space.Members.Select(Convert)];

        // From the innermost: a dot is the keyword of the class behind it.
        SyntaxToken[] names = [.. space.Name.DescendantTokens()];
        for (int i = names.Length - 1; i > 0; i -= 2)
        {
            members = [Class(names[i - 1], names[i], i == names.Length - 1 ? open : ZeroWidth.Keyword(SyntaxKind.OpenBraceToken), members, i == names.Length - 1 ? close : ZeroWidth.Keyword(SyntaxKind.CloseBraceToken))];
        }

        bool isOne = names.Length == 1;
        ClassDeclarationSyntax type = Class(space.NamespaceKeyword, names[0], isOne ? open : ZeroWidth.Keyword(SyntaxKind.OpenBraceToken), members, isOne ? close : ZeroWidth.Keyword(SyntaxKind.CloseBraceToken));
        return type.WithSemicolonToken(space is NamespaceDeclarationSyntax { SemicolonToken: var semicolon } ? semicolon : default);
    }

    private static ClassDeclarationSyntax Class(SyntaxToken keyword, SyntaxToken name, SyntaxToken open, SyntaxList<MemberDeclarationSyntax> members, SyntaxToken close) => SyntaxFactory.ClassDeclaration(
        default,
        [ZeroWidth.Keyword(SyntaxKind.PublicKeyword).WithLeadingTrivia(keyword.LeadingTrivia), ZeroWidth.Keyword(SyntaxKind.StaticKeyword)],
        With(keyword.WithLeadingTrivia(), SyntaxKind.ClassKeyword),
        name,
        null,
        null,
        default,
        open,
        members,
        close,
        default);

    private static SyntaxToken With(SyntaxToken token, SyntaxKind kind) => SyntaxFactory.Token(token.LeadingTrivia, kind, token.Text, SyntaxFacts.GetText(kind), token.TrailingTrivia);
}
