using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Completing;

/// <summary>Text that is being typed, for a script parser that does not know all that cells may have. What it does not know is blanked, so that all places stay.</summary>
internal static class TypedText
{
    // Above this nobody types, and every key would have all of it read anew.
    private const int Longest = 200_000;

    // Levels that nobody types either. The binder goes down them on the stack of a pool's thread.
    private const int Deepest = 500;

    /// <summary>The text for the script parser; null for what is too much.</summary>
    public static string? For(string code)
    {
        if (code.Length > Longest)
        {
            return null;
        }

        (string text, _) = DirectiveText.Extract(code);
        CompilationUnitSyntax program = SyntaxFactory.ParseCompilationUnit(text, options: ScriptSyntax.ProgramOptions);
        if (!NestingLimit.IsShort(text) && NestingLimit.Measure(program).Depth > Deepest)
        {
            return null;
        }

        char[] blanked = text.ToCharArray();
        foreach (GlobalStatementSyntax statement in program.Members.OfType<GlobalStatementSyntax>())
        {
            if (statement.Statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword } local)
            {
                Blank(blanked, local.AwaitKeyword);
                Blank(blanked, local.UsingKeyword);
            }

            // The script parser takes "await (x)" for the call of a method.
            foreach (ParenthesizedExpressionSyntax awaited in statement.DescendantNodes(static n => n is not AnonymousFunctionExpressionSyntax).OfType<AwaitExpressionSyntax>().Select(a => a.Expression).OfType<ParenthesizedExpressionSyntax>())
            {
                if (awaited.Expression is InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax)
                {
                    Blank(blanked, awaited.OpenParenToken);
                    Blank(blanked, awaited.CloseParenToken);
                }
            }
        }

        return new string(blanked);
    }

    private static void Blank(char[] text, SyntaxToken token) => text.AsSpan(token.SpanStart, token.Span.Length).Fill(' ');
}
