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
            if (member.Span.End <= position || member is not GlobalStatementSyntax global)
            {
                TopLevelStatements.Convert(member, members);
            }
            else
            {
                start = locals.Count == 0 ? members.Count : start;
                locals.Add(global.Statement);
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
}
