using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// How deep a text may nest. Roslyn binds by recursion, and guards most of it against an overflow of the stack, but not all:
/// 10,000 array initializers, one in the other, ended the process on a stack of 256 MB.
/// </summary>
internal static class NestingLimit
{
    /// <summary>Levels of the syntax tree for which the usual stack is enough, whatever they are.</summary>
    public const int Usual = 5_000;

    /// <summary>Levels that are compiled. 10,000 parentheses are 10,000.</summary>
    private const int Levels = 20_000;

    /// <summary>
    /// Arrays of arrays of arrays: the runtime loads such a type by recursion, in native code. 10,000 end the process; the metadata
    /// of .NET gives a single array 32 dimensions.
    /// </summary>
    private const int ArrayRanks = 256;

    /// <summary>Below this many characters nothing can nest so deep that it matters.</summary>
    private const int ShortText = 500;

    // The compiler's own for what is too complex.
    private const string Id = "CS8078";

    /// <summary>Whether the text can be told to nest in the usual way by its length.</summary>
    public static bool IsShort(string text) => text.Length < ShortText;

    /// <summary>How many levels the tree has, and the error where that is too much.</summary>
    public static (int Depth, Diagnostic? Error) Measure(SyntaxNode root)
    {
        int deepest = 0;
        Stack<(SyntaxNode Node, int Depth)> open = new([(root, 1)]);
        while (open.TryPop(out (SyntaxNode Node, int Depth) current))
        {
            (SyntaxNode node, int depth) = current;
            deepest = Math.Max(deepest, depth);
            if (depth > Levels || node is ArrayTypeSyntax { RankSpecifiers.Count: > ArrayRanks })
            {
                return (deepest, Diagnostic.Create(
                    Id, "Compiler", Strings.NestsTooDeep, DiagnosticSeverity.Error, DiagnosticSeverity.Error, isEnabledByDefault: true, warningLevel: 0, location: node.GetLocation()));
            }

            foreach (SyntaxNode child in node.ChildNodes())
            {
                // The left side of a sum is a sum: Roslyn goes along these in a loop.
                bool isSpine = node is BinaryExpressionSyntax binary && child == binary.Left && child.IsKind(node.Kind());
                open.Push((child, isSpine ? depth : depth + 1));
            }
        }

        return (deepest, null);
    }
}
