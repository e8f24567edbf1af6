using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// Reads at top level what Roslyn's script parser refuses or misreads (<c>await (x)</c>, <c>using var</c>,
/// <c>await using var</c>): the same text is parsed as an ordinary program, and its members are put into the script's
/// tree, local variables as fields and local functions as methods. Every token keeps its place.
/// </summary>
internal static class FullSyntax
{
    /// <summary>Whether the script parser's reading is in doubt.</summary>
    public static bool IsWanted(CompilationUnitSyntax script, IReadOnlyList<Diagnostic> errors) =>
        errors.Count > 0 || script.Members.Any(m => m is GlobalStatementSyntax { Statement: LabeledStatementSyntax label } && IsMisread(label)) || script.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(
            i => i.Expression is IdentifierNameSyntax { Identifier.ValueText: "await" });

    // A variable behind a label is none of the script's, and what ends without a semicolon there is taken for the cell's value.
    private static bool IsMisread(LabeledStatementSyntax label) =>
        TopLevelStatements.Labeled(label) is LocalDeclarationStatementSyntax or ExpressionStatementSyntax { SemicolonToken.IsMissing: true };

    /// <summary>Gives the better reading, with its errors.</summary>
    public static (CompilationUnitSyntax Root, IReadOnlyList<Diagnostic> Errors) Read(
        string text, CompilationUnitSyntax script, IReadOnlyList<Diagnostic> scriptErrors, int? localsFrom = null)
    {
        CompilationUnitSyntax whole = SyntaxFactory.ParseCompilationUnit(text, options: ScriptSyntax.ProgramOptions);
        IReadOnlyList<Diagnostic> errors = ScriptSyntax.ErrorsOf(whole);
        CompilationUnitSyntax? program = errors.Count == 0 ? whole : LastSemicolon.Supply(text, ScriptSyntax.ProgramOptions);
        if (program is not null)
        {
            return Graft(program, text, localsFrom) is { } root ? (root, []) : (script, scriptErrors);
        }

        // Both parsers refuse the text. The errors of the one that got further are reported.
        if (scriptErrors.Count == 0)
        {
            return (script, scriptErrors);
        }

        if (localsFrom is null && LastSemicolon.Supply(text, ScriptSyntax.Options) is { } closed && !IsWanted(closed, []))
        {
            return (closed, []);
        }

        Diagnostic[] real = [.. errors.Where(d => !(d.Id == "CS1002" && d.Location.SourceSpan.End >= text.TrimEnd().Length))];
        return real.Length > 0 && real[0].Location.SourceSpan.Start > scriptErrors[0].Location.SourceSpan.Start
            ? (script, real)
            : (script, scriptErrors);
    }

    private static CompilationUnitSyntax? Graft(CompilationUnitSyntax program, string text, int? localsFrom)
    {
        program = NestedNamespaces.Convert(program);
        CompilationUnitSyntax root = localsFrom is { } position ? RefLocals.Enclose(program, position) : TopLevelStatements.Convert(program);
        return IsSameText(root.ToFullString(), text) ? root : null;
    }

    // A reading that moves any position is not used. Blanks stand in the place of a "using".
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
}
