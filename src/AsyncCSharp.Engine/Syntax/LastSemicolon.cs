using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// Supplies the semicolon that a text lacks at its end. The text is parsed with one behind its last token, which then loses
/// its width: no position moves, and comments and directives at the end stay what they are.
/// </summary>
internal static class LastSemicolon
{
    /// <summary>
    /// The tree of a text with the semicolon: a missing one behind a trailing expression, which is the cell's value, and one without width
    /// behind anything else. Null where a semicolon does not make the text parse, or would take the place of a body, as in
    /// <c>while (true)</c> and <c>class C</c>.
    /// </summary>
    public static CompilationUnitSyntax? Supply(string text, CSharpParseOptions options)
    {
        if (EndOfLastToken(text) is not { } end || text[end - 1] == ';')
        {
            return null;
        }

        CompilationUnitSyntax root = SyntaxFactory.ParseCompilationUnit(text.Insert(end, ";"), options: options);
        if (ScriptSyntax.ErrorsOf(root).Count > 0)
        {
            return null;
        }

        SyntaxToken semicolon = root.FindToken(end);
        return IsBody(semicolon.Parent) ? null : root.ReplaceToken(semicolon, semicolon.Parent is ExpressionStatementSyntax { Parent: GlobalStatementSyntax }
            ? SyntaxFactory.MissingToken(semicolon.LeadingTrivia, SyntaxKind.SemicolonToken, semicolon.TrailingTrivia)
            : SyntaxFactory.Token(semicolon.LeadingTrivia, SyntaxKind.SemicolonToken, string.Empty, semicolon.ValueText, semicolon.TrailingTrivia));
    }

    // What stands there is the head of something, whose body is missing or in the next line. Only records are often meant to have none.
    private static bool IsBody(SyntaxNode? ended) => ended switch
    {
        EmptyStatementSyntax => true,
        RecordDeclarationSyntax record => record.ParameterList is null,
        BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax => true,
        BaseMethodDeclarationSyntax method => method.ExpressionBody is null,
        LocalFunctionStatementSyntax function => function.ExpressionBody is null,
        _ => false,
    };

    // By its tokens: a tree with errors in it may have skipped the last one.
    private static int? EndOfLastToken(string text)
    {
        SyntaxToken last = SyntaxFactory.ParseTokens(text, options: ScriptSyntax.Options).LastOrDefault(t => t.Span.Length > 0);
        return last.Span.Length > 0 ? last.Span.End : null;
    }
}
