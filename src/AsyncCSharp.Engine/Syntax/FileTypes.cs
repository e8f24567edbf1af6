using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>A type of a script that is meant for its file (<c>file class</c>): in a script, where types are members, it is one as any other.</summary>
internal static class FileTypes
{
    /// <summary>Puts blanks in the place of the keyword.</summary>
    public static CompilationUnitSyntax Open(CompilationUnitSyntax root)
    {
        MemberDeclarationSyntax[] types = [.. root.Members.Where(m => m.Modifiers.Any(SyntaxKind.FileKeyword))];
        return types.Length == 0 ? root : root.ReplaceNodes(types, static (_, type) => Open(type));
    }

    private static MemberDeclarationSyntax Open(MemberDeclarationSyntax type)
    {
        SyntaxToken keyword = type.Modifiers.First(m => m.IsKind(SyntaxKind.FileKeyword));
        SyntaxToken next = keyword.GetNextToken();
        SyntaxTriviaList blank = [.. keyword.LeadingTrivia, SyntaxFactory.Whitespace(new string(' ', keyword.Span.Length)), .. keyword.TrailingTrivia, .. next.LeadingTrivia];
        MemberDeclarationSyntax changed = type.ReplaceToken(next, next.WithLeadingTrivia(blank));
        return changed.WithModifiers(changed.Modifiers.RemoveAt(type.Modifiers.IndexOf(keyword)));
    }
}
