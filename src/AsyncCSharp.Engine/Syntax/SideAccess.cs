using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// Makes public in a library of types what is internal, or says nothing, or is meant for its file: cells are other assemblies, and all of
/// the session is meant. Roslyn does the same with the members of a script.
/// </summary>
internal sealed class SideAccess : CSharpSyntaxRewriter
{
    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        SyntaxNode? visited = base.Visit(node);
        return visited switch
        {
            MemberDeclarationSyntax type when node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && node.Parent is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax => MakePublic(type),
            MemberDeclarationSyntax member when (InternalOf(member.Modifiers) ?? PrivateOf(member.Modifiers, node!)) is { } access => member.WithModifiers(member.Modifiers.Replace(access, PublicFor(access))),
            AccessorDeclarationSyntax accessor when InternalOf(accessor.Modifiers) is { } access => Bare(accessor, access),
            _ => visited,
        };
    }

    /// <summary>A type that is public; one that says that it is protected is left alone.</summary>
    public static MemberDeclarationSyntax MakePublic(MemberDeclarationSyntax type)
    {
        SyntaxToken access = type.Modifiers.FirstOrDefault(m => m.Kind() is SyntaxKind.InternalKeyword or SyntaxKind.FileKeyword or SyntaxKind.PrivateKeyword);
        if (type.Modifiers.Any(SyntaxKind.ProtectedKeyword))
        {
            return type;
        }

        if (access != default)
        {
            return type.WithModifiers(type.Modifiers.Replace(access, PublicFor(access)));
        }

        if (type.Modifiers.Any(SyntaxKind.PublicKeyword))
        {
            return type;
        }

        // Behind the attributes, where there are any.
        if (type.AttributeLists.Count > 0)
        {
            return type.WithModifiers(type.Modifiers.Insert(0, SyntaxFactory.Token(default, SyntaxKind.PublicKeyword, string.Empty, "public", default)));
        }

        SyntaxToken added = SyntaxFactory.Token(type.GetLeadingTrivia(), SyntaxKind.PublicKeyword, string.Empty, "public", default);
        return type.WithLeadingTrivia() is MemberDeclarationSyntax bare ? bare.WithModifiers(bare.Modifiers.Insert(0, added)) : type;
    }

    // Where it is the only access modifier.
    private static SyntaxToken? InternalOf(SyntaxTokenList modifiers)
    {
        SyntaxToken access = modifiers.FirstOrDefault(m => m.IsKind(SyntaxKind.InternalKeyword));
        return access == default || modifiers.Any(m => m.Kind() is SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword) ? null : access;
    }

    // The top-level statements of a program are in the class of that name, and see all of it.
    private static SyntaxToken? PrivateOf(SyntaxTokenList modifiers, SyntaxNode member) =>
        ProgramClass.Is(member.Parent) && !modifiers.Any(SyntaxKind.ProtectedKeyword) && modifiers.FirstOrDefault(m => m.IsKind(SyntaxKind.PrivateKeyword)) is var access && access != default ? access : null;

    // The text of the token stays what it was, so that no position moves.
    private static SyntaxToken PublicFor(SyntaxToken access) =>
        SyntaxFactory.Token(access.LeadingTrivia, SyntaxKind.PublicKeyword, access.Text, access.ValueText, access.TrailingTrivia);

    // An accessor may say only what is less than its property.
    private static AccessorDeclarationSyntax Bare(AccessorDeclarationSyntax accessor, SyntaxToken access)
    {
        SyntaxTriviaList blank = [.. access.LeadingTrivia, SyntaxFactory.Whitespace(new string(' ', access.Span.Length)), .. access.TrailingTrivia];
        SyntaxToken keyword = accessor.Keyword;
        return accessor.WithModifiers(accessor.Modifiers.Remove(access)).WithKeyword(keyword.WithLeadingTrivia(blank.AddRange(keyword.LeadingTrivia)));
    }
}
