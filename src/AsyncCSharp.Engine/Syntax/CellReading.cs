using System.Text;
using AsyncCSharp.Engine.Artifacts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>How a text is read: by the script parser, or by what mends its reading.</summary>
/// <param name="Tree">The script parser's tree.</param>
/// <param name="Root">The root to go on with: the tree's own, or another one of the same text.</param>
/// <param name="Errors">What is wrong with the text; empty where it parses.</param>
/// <param name="Types">What stands beside the cell; null where there is nothing.</param>
internal sealed record CellReading(SyntaxTree Tree, CompilationUnitSyntax Root, IReadOnlyList<Diagnostic> Errors, SyntaxTree? Types)
{
    /// <summary>Reads a text without directives.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The name of the file or cell.</param>
    /// <param name="localsFrom">See <see cref="CellText.LocalsFrom"/>.</param>
    /// <param name="embedded">See <c>EmbeddedClasses</c>.</param>
    /// <param name="completed">See <see cref="CellText.Completed"/>.</param>
    public static CellReading Of(string text, string path, int? localsFrom = null, IReadOnlyList<TextSpan>? embedded = null, IReadOnlyList<string>? completed = null)
    {
        CellReading reading = WithLocals(text, path, localsFrom, embedded ?? [], completed ?? []);
        if (reading.Errors.Count == 0 && !MisreadValue.IsIn(reading.Root))
        {
            return reading;
        }

        foreach (MisreadValue value in MisreadValue.In(text, reading.Tree.GetCompilationUnitRoot()))
        {
            CellReading other = WithLocals(value.Text, path, localsFrom, embedded ?? [], completed ?? []);
            if (other.Errors.Count == 0 && value.PutBack(other.Root) is { } root)
            {
                return other with { Root = root };
            }
        }

        return reading;
    }

    // References have to be locals, by their syntax already.
    private static CellReading WithLocals(string text, string path, int? localsFrom, IReadOnlyList<TextSpan> embedded, IReadOnlyList<string> completed)
    {
        CellReading reading = Once(text, path, localsFrom, embedded, completed);
        return RefLocals.FirstIn(reading.Root) is { } first && (localsFrom is null || first < localsFrom) ? Once(text, path, first, embedded, completed) : reading;
    }

    private static CellReading Once(string text, string path, int? localsFrom, IReadOnlyList<TextSpan> embedded, IReadOnlyList<string> completed)
    {
        _ = SideTypes.TryExtract(text, path, embedded, completed, out text, out SyntaxTree? types);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, ScriptSyntax.Options, path, Encoding.UTF8);
        CompilationUnitSyntax root = tree.GetCompilationUnitRoot();
        IReadOnlyList<Diagnostic> errors = ScriptSyntax.ErrorsOf(root);
        if (localsFrom is not null || FullSyntax.IsWanted(root, errors))
        {
            (root, errors) = FullSyntax.Read(text, root, errors, localsFrom);
        }

        return new CellReading(tree, root, errors, types);
    }
}
