using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>How texts are parsed, and which of the parser's errors count.</summary>
internal static class ScriptSyntax
{
    // "Top-level statements must precede types": the rule of programs, not of scripts.
    private const string TypeBeforeStatement = "CS8803";

    // "The modifier is not valid for this item."
    private const string NotAModifier = "CS0106";

    /// <summary>How cells are parsed: script text in the newest C# that our Roslyn knows.</summary>
    public static CSharpParseOptions Options { get; } =
        new(LanguageVersion.Preview, DocumentationMode.None, SourceCodeKind.Script, FrameworkSymbols.For(Environment.Version.Major));

    /// <summary>How the same text is parsed as an ordinary program.</summary>
    public static CSharpParseOptions ProgramOptions { get; } = Options.WithKind(SourceCodeKind.Regular);

    /// <summary>A tree with another root: of the same file, and parsed in the same way.</summary>
    public static SyntaxTree WithRoot(SyntaxTree tree, SyntaxNode root) =>
        CSharpSyntaxTree.Create((CSharpSyntaxNode)root, (CSharpParseOptions)tree.Options, tree.FilePath, Encoding.UTF8);

    /// <summary>The errors that the parser has found in a tree, but for those of programs that are none of scripts.</summary>
    public static IReadOnlyList<Diagnostic> ErrorsOf(SyntaxNode root) =>
        root.ContainsDiagnostics ? [.. root.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != TypeBeforeStatement && !IsOfMember(d, root))] : [];

    // A variable or a function of a program is a member of the script.
    private static bool IsOfMember(Diagnostic diagnostic, SyntaxNode root) =>
        diagnostic.Id == NotAModifier
        && root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is (LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax) and { Parent: GlobalStatementSyntax };
}
