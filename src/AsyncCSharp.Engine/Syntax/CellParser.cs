using System.Text;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Directives;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>Reads a cell: text to a tree that Roslyn's script compiler takes, with every position where the user has it.</summary>
internal static class CellParser
{
    /// <summary>Parses and rewrites.</summary>
    /// <param name="source">The text and what goes with it.</param>
    /// <param name="embedded">The places of extension classes that are to stay in the cell: see <c>EmbeddedClasses</c>.</param>
    public static ParsedCell Parse(CellText source, IReadOnlyList<TextSpan>? embedded = null)
    {
        (string text, CellDirectives directives) = DirectiveText.Extract(source.Code);
        ProgramEntry? entry = ProgramEntry.Find(text);
        (SyntaxTree tree, CompilationUnitSyntax root, IReadOnlyList<Diagnostic> errors, SyntaxTree? types) = CellReading.Of(text, source.DisplayName, source.LocalsFrom, embedded, source.Completed);
        int depth = 0;
        if (errors.Count == 0 && !NestingLimit.IsShort(text))
        {
            (depth, Diagnostic? tooDeep) = NestingLimit.Measure(root.SyntaxTree == tree ? root : tree.WithRootAndOptions(root, ScriptSyntax.Options).GetRoot());
            errors = tooDeep is null ? errors : [tooDeep];
        }

        if (errors.Count > 0)
        {
            return new ParsedCell { Tree = tree, Errors = errors, Directives = directives };
        }

        root = TopLevelTypes.Open(DirectiveLines.Join(root, source.Code));
        types = types?.WithRootAndOptions(DirectiveLines.Join(types.GetRoot(), source.Code), types.Options);
        bool isAsync = AwaitDetector.IsAsync(root) || (source.IsProgram && entry is { IsAsync: true });
        if (source is { HidesInput: false, InputName: { } type })
        {
            root = TypedInput.Rewrite(root, type);
        }

        root = BareReturns.Rewrite(root);
        root = ProgramClass.Open(source.IsProgram ? ProgramClass.Supply(root, types) : root, types);
        if (root.Members.Count == 0)
        {
            // Roslyn's emit fails, without a word, for a submission that has usings and nothing else.
            root = root.WithMembers([ZeroWidth.Nothing()]);
        }

        if (root != tree.GetRoot())
        {
            tree = CSharpSyntaxTree.Create(root, ScriptSyntax.Options, source.DisplayName, Encoding.UTF8);
        }

        return new ParsedCell { Tree = tree, Errors = [], IsAsync = isAsync, Types = types, Entry = entry, Directives = directives, IsDeep = depth > NestingLimit.Usual };
    }
}
