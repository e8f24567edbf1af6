using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// Top-level variables that cannot be fields (references, <c>Span&lt;T&gt;</c> and other ref structs), and values that cannot be objects
/// (spans). From the first of them on, a cell's statements become a block, where C# allows them as in any method; what is declared there
/// ends with the cell.
/// </summary>
internal static class RefLocals
{
    /// <summary>The place of the first variable that can be told by its text: a reference; null where there is none.</summary>
    public static int? FirstIn(CompilationUnitSyntax root)
    {
        SyntaxNode? first = root.Members.FirstOrDefault(m => m is FieldDeclarationSyntax { Declaration.Type: RefTypeSyntax or ScopedTypeSyntax });
        return first?.SpanStart;
    }

    /// <summary>Puts the statements from that place on into a block.</summary>
    public static CompilationUnitSyntax Enclose(CompilationUnitSyntax program, int position)
    {
        List<MemberDeclarationSyntax> members = [];
        List<StatementSyntax> locals = [];
        int start = 0;
        foreach (MemberDeclarationSyntax member in program.Members)
        {
            if (member.Span.End <= position || StatementOf(member) is not { } statement)
            {
                TopLevelStatements.Convert(member, members);
            }
            else
            {
                start = locals.Count == 0 ? members.Count : start;
                locals.Add(AsLocal(statement));
            }
        }

        if (locals is [.., ExpressionStatementSyntax { SemicolonToken.IsMissing: true } value])
        {
            locals[^1] = ZeroWidth.Return(value);
        }

        // In its place: the types of a program come behind its statements.
        members.Insert(start, SyntaxFactory.GlobalStatement(ZeroWidth.Block(locals)));
        return program.WithMembers([.. members]);
    }

    private static StatementSyntax? StatementOf(MemberDeclarationSyntax member) => member switch
    {
        GlobalStatementSyntax global => global.Statement,
        FieldDeclarationSyntax { AttributeLists.Count: 0 } field => SyntaxFactory.LocalDeclarationStatement(field.Modifiers, field.Declaration, field.SemicolonToken),
        _ => null,
    };

    // Without the modifiers that only members have.
    private static StatementSyntax AsLocal(StatementSyntax statement)
    {
        switch (statement)
        {
            case LocalDeclarationStatementSyntax variable when Split(variable.Modifiers, SyntaxKind.ConstKeyword) is (var kept, { Count: > 0 } blanks):
                return variable.WithModifiers(kept).WithDeclaration(variable.Declaration.WithLeadingTrivia(blanks.AddRange(variable.Declaration.GetLeadingTrivia())));
            case LocalFunctionStatementSyntax function when Split(function.Modifiers, SyntaxKind.StaticKeyword, SyntaxKind.AsyncKeyword, SyntaxKind.UnsafeKeyword, SyntaxKind.ExternKeyword) is (var kept, { Count: > 0 } blanks):
                return function.WithModifiers(kept).WithReturnType(function.ReturnType.WithLeadingTrivia(blanks.AddRange(function.ReturnType.GetLeadingTrivia())));
            default:
                return statement;
        }
    }

    // White space in the place of the others, which stands in front of what comes next.
    private static (SyntaxTokenList Kept, SyntaxTriviaList Blanks) Split(SyntaxTokenList modifiers, params ReadOnlySpan<SyntaxKind> ofLocals)
    {
        List<SyntaxToken> kept = [];
        SyntaxTriviaList blanks = default;
        foreach (SyntaxToken modifier in modifiers)
        {
            if (ofLocals.Contains(modifier.Kind()))
            {
                kept.Add(modifier.WithLeadingTrivia(blanks.AddRange(modifier.LeadingTrivia)));
                blanks = default;
            }
            else
            {
                blanks = blanks.AddRange(TopLevelStatements.Blank(modifier));
            }
        }

        // Nothing is to be done where all may stay.
        return kept.Count == modifiers.Count ? (modifiers, default) : blanks.Count > 0 ? ([.. kept], blanks) : ([.. kept], [SyntaxFactory.Whitespace(string.Empty)]);
    }
}
