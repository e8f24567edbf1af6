using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// Supplies the semicolon that a text lacks at its end, or in front of the brackets that end it (<c>if (x) { return 1 }</c>). The text is
/// parsed with one there, which then loses its width: no position moves, and comments and directives at the end stay what they are.
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
        SyntaxToken[] tokens = [.. SyntaxFactory.ParseTokens(text, options: ScriptSyntax.Options).Where(t => t.Span.Length > 0)];
        if (tokens.Length == 0)
        {
            return null;
        }

        // A lambda's block and the statement that it is in may lack one each.
        int end = tokens[^1].Span.End;
        bool isClosed = text[end - 1] == ';';
        return (isClosed ? null : Parse(text, [end], options))
            ?? (BeforeBrackets(tokens) is not { } inner ? null : Parse(text, [inner], options) ?? (isClosed ? null : Parse(text, [inner, end], options)));
    }

    private static CompilationUnitSyntax? Parse(string text, int[] places, CSharpParseOptions options)
    {
        // From the last one: an insertion moves what is behind it.
        string closed = places.Reverse().Aggregate(text, static (before, place) => before.Insert(place, ";"));
        CompilationUnitSyntax root = SyntaxFactory.ParseCompilationUnit(closed, options: options);
        if (ScriptSyntax.ErrorsOf(root).Count > 0)
        {
            return null;
        }

        SyntaxToken[] supplied = [.. places.Select((place, before) => root.FindToken(place + before))];
        return supplied.Any(s => IsBody(s.Parent)) ? null : root.ReplaceTokens(supplied, static (_, semicolon) => WithoutWidth(semicolon));
    }

    private static SyntaxToken WithoutWidth(SyntaxToken semicolon) => semicolon.Parent is ExpressionStatementSyntax { Parent: GlobalStatementSyntax }
        ? SyntaxFactory.MissingToken(semicolon.LeadingTrivia, SyntaxKind.SemicolonToken, semicolon.TrailingTrivia)
        : SyntaxFactory.Token(semicolon.LeadingTrivia, SyntaxKind.SemicolonToken, string.Empty, semicolon.ValueText, semicolon.TrailingTrivia);

    // What stands there is the head of something, whose body is missing or in the next line. Only records are often meant to have none.
    private static bool IsBody(SyntaxNode? ended) => ended switch
    {
        EmptyStatementSyntax => true,
        RecordDeclarationSyntax record => record.ParameterList is null,
        BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax => true,
        BaseMethodDeclarationSyntax { Parent: InterfaceDeclarationSyntax } => false,
        BaseMethodDeclarationSyntax method => method.ExpressionBody is null && !method.Modifiers.Any(m => m.Kind() is SyntaxKind.AbstractKeyword or SyntaxKind.ExternKeyword or SyntaxKind.PartialKeyword),
        LocalFunctionStatementSyntax function => function.ExpressionBody is null,
        _ => false,
    };

    // Where the last statement ends, if only brackets and the semicolons behind them follow: in front of the first brace of these.
    private static int? BeforeBrackets(SyntaxToken[] tokens)
    {
        int first = tokens.Length;
        while (first > 0 && tokens[first - 1].Kind() is SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken or SyntaxKind.SemicolonToken)
        {
            first--;
        }

        int brace = Array.FindIndex(tokens, first, t => t.IsKind(SyntaxKind.CloseBraceToken));
        return brace > 0 && tokens[brace - 1].Kind() is not (SyntaxKind.SemicolonToken or SyntaxKind.OpenBraceToken) ? tokens[brace - 1].Span.End : null;
    }
}
