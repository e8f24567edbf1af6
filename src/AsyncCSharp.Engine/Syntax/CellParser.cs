using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine;

/// <summary>Reads a cell: text to a tree that Roslyn's script compiler takes, with every position where the user has it.</summary>
internal static class CellParser
{
    /// <summary>How cells are parsed: script text in the newest C# that our Roslyn knows.</summary>
    public static CSharpParseOptions ScriptOptions { get; } = new(LanguageVersion.Preview, DocumentationMode.None, SourceCodeKind.Script);

    // "Top-level statements must precede types": the rule of programs, not of scripts.
    private const string TypeBeforeStatement = "CS8803";

    private const string InputName = nameof(CellGlobals.Input);

    /// <summary>Parses and rewrites.</summary>
    /// <param name="source">The text and what goes with it.</param>
    /// <param name="hidesInput">Whether the session has a variable of the name <c>Input</c>, which then is meant.</param>
    public static ParsedCell Parse(CellSource source, bool hidesInput)
    {
        (string text, IReadOnlyList<string> references, IReadOnlyList<string> loads) = DirectiveText.Extract(source.Code);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, ScriptOptions, source.DisplayName, Encoding.UTF8);
        CompilationUnitSyntax root = tree.GetCompilationUnitRoot();
        IReadOnlyList<Diagnostic> errors = ErrorsOf(root);
        if (FullSyntax.IsWanted(root, errors))
        {
            (root, errors) = FullSyntax.Read(text, root, errors);
        }

        if (errors.Count > 0)
        {
            return new ParsedCell { Tree = tree, Errors = errors, References = references, Loads = loads };
        }

        bool isAsync = AwaitDetector.IsAsync(root);
        bool hasInput = source.InputType is not null && !hidesInput && UsesInput(root);
        if (hasInput)
        {
            string type = TypeNames.InCSharp(source.InputType!)!;
            string code = $"private static {type} {InputName} => global::AsyncCSharp.CellGlobals.InputAs<{type}>();";
            root = root.WithMembers(root.Members.Insert(0, ZeroWidth.Member(code)));
        }

        if (root.Members.Count == 0)
        {
            // Roslyn's emit fails, without a word, for a submission that has usings and nothing else.
            root = root.WithMembers([ZeroWidth.Statement(";")]);
        }

        if (root != tree.GetRoot())
        {
            tree = CSharpSyntaxTree.Create(root, ScriptOptions, source.DisplayName, Encoding.UTF8);
        }

        return new ParsedCell { Tree = tree, Errors = [], IsAsync = isAsync, HasInput = hasInput, References = references, Loads = loads };
    }

    /// <summary>The errors that the parser has found in a tree.</summary>
    public static IReadOnlyList<Diagnostic> ErrorsOf(SyntaxNode root) =>
        root.ContainsDiagnostics ? [.. root.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != TypeBeforeStatement)] : [];

    private static bool UsesInput(CompilationUnitSyntax root)
    {
        bool uses = false;
        foreach (SyntaxToken token in root.DescendantTokens())
        {
            if (!token.IsKind(SyntaxKind.IdentifierToken) || token.ValueText != InputName)
            {
                continue;
            }

            switch (token.Parent)
            {
                case IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax access } name when access.Name == name:
                    break;
                case IdentifierNameSyntax:
                    uses = true;
                    break;
                case VariableDeclaratorSyntax or SingleVariableDesignationSyntax or MethodDeclarationSyntax:
                    // A declaration of the user's own: that is the one meant.
                    return false;
                default:
                    break;
            }
        }

        return uses;
    }
}
