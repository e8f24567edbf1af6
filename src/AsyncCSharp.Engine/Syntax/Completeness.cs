using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>Whether a cell's text is whole, or more lines could make it so. Roslyn's own answer, where it is right.</summary>
internal static class Completeness
{
    // Unterminated: a comment, a raw string (single, interpolated, multi-line).
    private static readonly string[] s_open = ["CS1035", "CS8997", "CS1039", "CS9000", "CS9003", "CS1733"];

    // "Newline in constant": no further line makes that right.
    private const string NewLineInConstant = "CS1010";

    public static bool IsComplete(string text)
    {
        (text, _) = DirectiveText.Extract(text);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, ScriptSyntax.Options);
        CompilationUnitSyntax root = tree.GetCompilationUnitRoot();
        IReadOnlyList<Diagnostic> errors = ScriptSyntax.ErrorsOf(root);
        if (errors.Count == 0)
        {
            // An "await" at the end lacks its operand.
            return SyntaxFactory.IsCompleteSubmission(tree) && root.GetLastToken() is not { ValueText: "await", RawKind: (int)SyntaxKind.IdentifierToken };
        }

        if (errors.Any(e => e.Id == NewLineInConstant))
        {
            return true;
        }

        if (errors.Any(e => s_open.Contains(e.Id)))
        {
            return false;
        }

        if (CellReading.Of(text, string.Empty).Errors.Count == 0)
        {
            return true;
        }

        // A program that lacks only a statement or a body reads on in the next line.
        CompilationUnitSyntax closed = SyntaxFactory.ParseCompilationUnit(text + "\n;", options: ScriptSyntax.ProgramOptions);
        return ScriptSyntax.ErrorsOf(closed).Count != 0 && SyntaxFactory.IsCompleteSubmission(tree);
    }
}
