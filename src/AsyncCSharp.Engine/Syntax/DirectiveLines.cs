using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// Has the line of a directive that is the compiler's business go on behind a semicolon (<c>#nullable enable; x</c>): at a prompt a cell is one
/// line. For the parsers the semicolon is the end of the line; in the tree that is compiled it is a blank, so that no line moves.
/// </summary>
internal static class DirectiveLines
{
    /// <summary>Gives the text with a line end in the place of each such semicolon, or null where there is none.</summary>
    public static string? Break(string text)
    {
        if (!MayBeIn(text))
        {
            return null;
        }

        CompilationUnitSyntax root = SyntaxFactory.ParseCompilationUnit(text, options: ScriptSyntax.Options);
        char[]? broken = null;
        foreach (SyntaxTrivia trivia in root.DescendantTrivia().Where(t => t.IsDirective))
        {
            if (trivia.GetStructure() is DirectiveTriviaSyntax { IsActive: true } directive && EndIn(directive, text) is { } end)
            {
                broken ??= text.ToCharArray();
                broken[end] = '\n';
            }
        }

        return broken is null ? null : new string(broken);
    }

    /// <summary>The tree with blanks in the place of the line ends that the user's text does not have.</summary>
    public static T Join<T>(T root, string text)
        where T : SyntaxNode
    {
        if (!MayBeIn(text))
        {
            return root;
        }

        SyntaxTrivia[] ends = [.. root.DescendantTrivia(descendIntoTrivia: true).Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia) && t.SpanStart < text.Length && text[t.SpanStart] == ';')];
        return ends.Length == 0 ? root : root.ReplaceTrivia(ends, static (_, _) => SyntaxFactory.Whitespace(" "));
    }

    private static bool MayBeIn(string text) => text.IndexOf('#', StringComparison.Ordinal) is var hash and >= 0 && text.IndexOf(';', hash) >= 0;

    // The text of a region, a warning or an error may have semicolons in it, but a region's does not begin with one.
    private static int? EndIn(DirectiveTriviaSyntax directive, string text)
    {
        int lineEnd = directive.EndOfDirectiveToken.SpanStart;
        switch (directive)
        {
            case RegionDirectiveTriviaSyntax or EndRegionDirectiveTriviaSyntax:
                int next = directive.DirectiveNameToken.Span.End;
                next += text.AsSpan(next).IndexOfAnyExcept(' ', '\t') is var blanks and >= 0 ? blanks : 0;
                return next < text.Length && text[next] == ';' ? next : null;
            case NullableDirectiveTriviaSyntax or PragmaWarningDirectiveTriviaSyntax or PragmaChecksumDirectiveTriviaSyntax or BadDirectiveTriviaSyntax or DefineDirectiveTriviaSyntax
                or UndefDirectiveTriviaSyntax or LineDirectiveTriviaSyntax or LineSpanDirectiveTriviaSyntax or ConditionalDirectiveTriviaSyntax or ElseDirectiveTriviaSyntax or EndIfDirectiveTriviaSyntax:
                return FirstSemicolon(text.AsSpan(0, lineEnd), directive.SpanStart);
            default:
                return null;
        }
    }

    // Not in a name in quotes, nor in a comment.
    private static int? FirstSemicolon(ReadOnlySpan<char> line, int start)
    {
        bool isQuoted = false;
        for (int i = start; i < line.Length; i++)
        {
            isQuoted ^= line[i] == '"';
            if (!isQuoted && line[i..].StartsWith("//"))
            {
                return null;
            }

            if (!isQuoted && line[i] == ';')
            {
                return i;
            }
        }

        return null;
    }
}
