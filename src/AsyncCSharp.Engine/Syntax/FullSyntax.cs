using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine;

/// <summary>
/// Reads at top level what Roslyn's script parser refuses or misreads (<c>await (x)</c>, <c>using var</c>,
/// <c>await using var</c>): the same text is parsed as an ordinary program, and its members are put into the script's
/// tree, local variables as fields and local functions as methods. Every token keeps its place.
/// </summary>
internal static class FullSyntax
{
    private static readonly CSharpParseOptions s_regular = CellParser.ScriptOptions.WithKind(SourceCodeKind.Regular);

    /// <summary>Whether the script parser's reading is in doubt.</summary>
    public static bool IsWanted(CompilationUnitSyntax script, IReadOnlyList<Diagnostic> errors) =>
        errors.Count > 0 || script.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(
            i => i.Expression is IdentifierNameSyntax { Identifier.ValueText: "await" });

    /// <summary>Gives the better reading, with its errors.</summary>
    public static (CompilationUnitSyntax Root, IReadOnlyList<Diagnostic> Errors) Read(
        string text, CompilationUnitSyntax script, IReadOnlyList<Diagnostic> scriptErrors, int? localsFrom = null)
    {
        CompilationUnitSyntax whole = SyntaxFactory.ParseCompilationUnit(text, options: s_regular);
        IReadOnlyList<Diagnostic> errors = CellParser.ErrorsOf(whole);
        if (errors.Count == 0)
        {
            return Graft(whole, text, trailing: false, localsFrom) is { } root ? (root, []) : (script, scriptErrors);
        }

        // A trailing expression is no statement of a program: give it the semicolon that it lacks, for the time being.
        CompilationUnitSyntax closed = SyntaxFactory.ParseCompilationUnit(text + "\n;", options: s_regular);
        if (CellParser.ErrorsOf(closed).Count == 0)
        {
            return Graft(closed, text, trailing: true, localsFrom) is { } root ? (root, []) : (script, scriptErrors);
        }

        // Neither is right. The one that got further has the better messages.
        if (scriptErrors.Count == 0)
        {
            return (script, scriptErrors);
        }

        Diagnostic[] real = [.. errors.Where(d => !(d.Id == "CS1002" && d.Location.SourceSpan.End >= text.TrimEnd().Length))];
        return real.Length > 0 && real[0].Location.SourceSpan.Start > scriptErrors[0].Location.SourceSpan.Start
            ? (script, real)
            : (script, scriptErrors);
    }

    private static CompilationUnitSyntax? Graft(CompilationUnitSyntax program, string text, bool trailing, int? localsFrom)
    {
        if (trailing)
        {
            // The semicolon may have closed a directive.
            if (program.Members.Count == 0 || WithoutSemicolon(program.Members[^1]) is not { } last)
            {
                return null;
            }

            program = program
                .WithMembers(program.Members.RemoveAt(program.Members.Count - 1).Add(last))
                .WithEndOfFileToken(SyntaxFactory.Token(SyntaxKind.EndOfFileToken));
        }

        CompilationUnitSyntax root = localsFrom is { } position ? RefLocals.Enclose(program, position, trailing) : TopLevelStatements.Convert(program);
        return IsSameText(root.ToFullString(), text) ? root : null;
    }

    // Positions are the whole point: a reading that moves anything is none. Blanks stand where a "using" was.
    private static bool IsSameText(string grafted, string text)
    {
        if (grafted.Length != text.Length)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (grafted[i] != text[i] && grafted[i] != ' ')
            {
                return false;
            }
        }

        return true;
    }

    private static GlobalStatementSyntax? WithoutSemicolon(MemberDeclarationSyntax member)
    {
        if (member is not GlobalStatementSyntax { Statement: ExpressionStatementSyntax statement } global)
        {
            return null;
        }

        SyntaxTriviaList leading = statement.SemicolonToken.LeadingTrivia;
        SyntaxTriviaList before = statement.Expression.GetTrailingTrivia();

        // The line break in front of the semicolon is ours: it ends the expression's line or stands on one of its own.
        ExpressionSyntax expression = statement.Expression;
        if (leading.Count > 0)
        {
            leading = leading.RemoveAt(leading.Count - 1);
        }
        else
        {
            expression = expression.WithTrailingTrivia(before.RemoveAt(before.Count - 1));
        }

        SyntaxToken missing = SyntaxFactory.MissingToken(leading, SyntaxKind.SemicolonToken, default);
        return global.WithStatement(statement.WithExpression(expression).WithSemicolonToken(missing));
    }
}
