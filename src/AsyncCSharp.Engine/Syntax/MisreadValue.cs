using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// A trailing expression that begins as a declaration does: both parsers take <c>r with { X = 5 }</c> at top level for a property of the
/// name <c>with</c>. As an expression it is parsed by itself, and a name of the same width stands in its place while the rest is read.
/// </summary>
internal sealed class MisreadValue
{
    // What follows on a misread expression may be taken for several members.
    private const int Members = 16;

    private const string Discard = "_=";

    private readonly ExpressionSyntax _expression;
    private readonly int _start;

    private MisreadValue(ExpressionSyntax expression, int start, string text)
    {
        _expression = expression;
        _start = start;
        int length = expression.Span.Length;
        Text = string.Concat(text.AsSpan(0, start), new string('_', length), text.AsSpan(start + length));
    }

    /// <summary>The text with a name in the expression's place.</summary>
    public string Text { get; }

    /// <summary>The expressions that a text may mean which does not parse, from the last one on.</summary>
    /// <param name="text">The text.</param>
    /// <param name="script">How the script parser reads it.</param>
    public static IEnumerable<MisreadValue> In(string text, CompilationUnitSyntax script)
    {
        foreach (MemberDeclarationSyntax member in script.Members.Reverse().Take(Members))
        {
            int start = member.SpanStart;
            string statement = $"{Discard}{text.AsSpan(start)}";
            if (SyntaxFactory.ParseCompilationUnit(statement, options: ScriptSyntax.ProgramOptions).Members is [GlobalStatementSyntax { Statement: ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: { } value } } }, ..]
                && value is { ContainsDiagnostics: false, FullSpan.Start: var from } and not (IdentifierNameSyntax or RefExpressionSyntax or ThrowExpressionSyntax)
                && from == Discard.Length)
            {
                yield return new MisreadValue(value, start, text);
            }
        }
    }

    /// <summary>Whether the script parser may have misread a text that it takes: a property of that name without accessors.</summary>
    public static bool IsIn(CompilationUnitSyntax script) =>
        script.Members.Any(m => m is PropertyDeclarationSyntax { Identifier.ValueText: "with", AccessorList.Accessors.Count: 0 });

    /// <summary>Puts the expression into the tree of <see cref="Text"/>. Null where no expression stands in its place.</summary>
    public CompilationUnitSyntax? PutBack(CompilationUnitSyntax root) =>
        root.FindToken(_start).Parent is IdentifierNameSyntax { Parent: ExpressionStatementSyntax or ArgumentSyntax } name
            && name.Span.Length == _expression.Span.Length
                ? root.ReplaceNode(name, _expression.WithTrailingTrivia(name.GetTrailingTrivia()).WithLeadingTrivia(name.GetLeadingTrivia()))
                : null;
}
