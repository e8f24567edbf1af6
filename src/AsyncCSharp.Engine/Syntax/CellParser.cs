using System.Text;
using AsyncCSharp.Engine.Directives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>Reads a cell: text to a tree that Roslyn's script compiler takes, with every position where the user has it.</summary>
internal static class CellParser
{
    /// <summary>How cells are parsed: script text in the newest C# that our Roslyn knows.</summary>
    public static CSharpParseOptions ScriptOptions { get; } =
        new(LanguageVersion.Preview, DocumentationMode.None, SourceCodeKind.Script, FrameworkSymbols.For(Environment.Version.Major));

    // "Top-level statements must precede types": the rule of programs, not of scripts.
    private const string TypeBeforeStatement = "CS8803";

    /// <summary>Parses and rewrites.</summary>
    /// <param name="source">The text and what goes with it.</param>
    /// <param name="hidesInput">Whether the call has a variable of the name <c>Input</c>, which then is meant.</param>
    /// <param name="embedded">The places of extension classes that are to stay in the cell: see <c>EmbeddedClasses</c>.</param>
    public static ParsedCell Parse(CellSource source, bool hidesInput, IReadOnlyList<TextSpan>? embedded = null)
    {
        (string text, CellDirectives directives) = DirectiveText.Extract(source.Code);
        ProgramEntry? entry = ProgramEntry.Find(text);
        (SyntaxTree tree, CompilationUnitSyntax root, IReadOnlyList<Diagnostic> errors, SyntaxTree? types) = CellReading.Of(text, source.DisplayName, source.LocalsFrom, embedded, source.Completed);
        int depth = 0;
        if (errors.Count == 0 && !NestingLimit.IsShort(text))
        {
            (depth, Diagnostic? tooDeep) = NestingLimit.Measure(root.SyntaxTree == tree ? root : tree.WithRootAndOptions(root, ScriptOptions).GetRoot());
            errors = tooDeep is null ? errors : [tooDeep];
        }

        if (errors.Count > 0)
        {
            return new ParsedCell { Tree = tree, Errors = errors, Directives = directives };
        }

        root = TopLevelTypes.Open(DirectiveLines.Join(root, source.Code));
        types = types?.WithRootAndOptions(DirectiveLines.Join(types.GetRoot(), source.Code), types.Options);
        bool isAsync = AwaitDetector.IsAsync(root) || (source.IsProgram && entry is { IsAsync: true });
        CompilationUnitSyntax before = root;
        if (!hidesInput && TypedInput.TypeFor(source) is { } type)
        {
            root = TypedInput.Rewrite(root, type);
        }

        root = ProgramClass.Open(root, types);
        if (root.Members.Count == 0)
        {
            // Roslyn's emit fails, without a word, for a submission that has usings and nothing else.
            root = root.WithMembers([ZeroWidth.Nothing()]);
        }

        if (root != tree.GetRoot())
        {
            tree = CSharpSyntaxTree.Create(root, ScriptOptions, source.DisplayName, Encoding.UTF8);
        }

        return new ParsedCell { Tree = tree, Errors = [], IsAsync = isAsync, InputType = root == before ? null : source.InputType, Types = types, Entry = entry, Directives = directives, IsDeep = depth > NestingLimit.Usual };
    }

    /// <summary>The errors that the parser has found in a tree.</summary>
    public static IReadOnlyList<Diagnostic> ErrorsOf(SyntaxNode root) =>
        root.ContainsDiagnostics ? [.. root.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != TypeBeforeStatement)] : [];
}
