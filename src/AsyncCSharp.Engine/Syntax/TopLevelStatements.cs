using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine;

/// <summary>Turns a program's top-level statements into members of a script: same tokens, same places.</summary>
internal static class TopLevelStatements
{
    /// <summary>Adds what the member becomes.</summary>
    public static void Convert(MemberDeclarationSyntax member, List<MemberDeclarationSyntax> members)
    {
        switch (member)
        {
            case GlobalStatementSyntax { Statement: LocalDeclarationStatementSyntax local }:
                AddVariables(local, members);
                break;
            case GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax function }:
                members.Add(ToMethod(function));
                break;
            default:
                members.Add(member);
                break;
        }
    }

    private static void AddVariables(LocalDeclarationStatementSyntax local, List<MemberDeclarationSyntax> members)
    {
        VariableDeclarationSyntax declaration = local.Declaration;
        SyntaxTriviaList blanks = [.. Blank(local.AwaitKeyword), .. Blank(local.UsingKeyword)];
        if (blanks.Count > 0)
        {
            declaration = declaration.WithLeadingTrivia(blanks.AddRange(declaration.GetLeadingTrivia()));
        }

        members.Add(SyntaxFactory.FieldDeclaration(local.AttributeLists, local.Modifiers, declaration, local.SemicolonToken));
        if (local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword))
        {
            foreach (VariableDeclaratorSyntax variable in declaration.Variables)
            {
                string name = variable.Identifier.Text;
                string method = local.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword) ? nameof(CellGlobals.DisposeAsyncAtEnd) : nameof(CellGlobals.DisposeAtEnd);
                members.Add(ZeroWidth.Statement($"global::AsyncCSharp.CellGlobals.{method}({name});"));
            }
        }
    }

    // White space in the place of a keyword, with what stood around it.
    private static IEnumerable<SyntaxTrivia> Blank(SyntaxToken token) => token.IsKind(SyntaxKind.None)
        ? []
        : [.. token.LeadingTrivia, SyntaxFactory.Whitespace(new string(' ', token.Span.Length)), .. token.TrailingTrivia];

    private static MethodDeclarationSyntax ToMethod(LocalFunctionStatementSyntax function) => SyntaxFactory.MethodDeclaration(
        function.AttributeLists,
        function.Modifiers,
        function.ReturnType,
        explicitInterfaceSpecifier: null,
        function.Identifier,
        function.TypeParameterList,
        function.ParameterList,
        function.ConstraintClauses,
        function.Body,
        function.ExpressionBody,
        function.SemicolonToken);
}
