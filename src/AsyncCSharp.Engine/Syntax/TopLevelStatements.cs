using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>Turns a program's top-level statements into members of a script: same tokens, same places.</summary>
internal static class TopLevelStatements
{
    /// <summary>Turns all of a program's members.</summary>
    public static CompilationUnitSyntax Convert(CompilationUnitSyntax program)
    {
        List<MemberDeclarationSyntax> members = [];
        foreach (MemberDeclarationSyntax member in program.Members)
        {
            Convert(member, members);
        }

        return program.WithMembers([.. members]);
    }

    /// <summary>The statement behind a label, or behind several.</summary>
    public static StatementSyntax Labeled(LabeledStatementSyntax label)
    {
        StatementSyntax statement = label.Statement;
        while (statement is LabeledStatementSyntax next)
        {
            statement = next.Statement;
        }

        return statement;
    }

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
            case GlobalStatementSyntax { Statement: LabeledStatementSyntax label } global when Labeled(label) is LocalDeclarationStatementSyntax local:
                // The label stands before nothing, and the variable behind it.
                members.Add(SyntaxFactory.GlobalStatement(global.AttributeLists, global.Modifiers, label.ReplaceNode(local, ZeroWidth.Nothing().Statement)));
                AddVariables(local, members);
                break;
            case GlobalStatementSyntax global:
                // A new node: on the parser's own hangs the error that statements stand before types.
                members.Add(SyntaxFactory.GlobalStatement(global.AttributeLists, global.Modifiers, global.Statement));
                break;
            default:
                members.Add(member);
                break;
        }
    }

    /// <summary>White space in the place of a keyword, with what stood around it.</summary>
    public static IEnumerable<SyntaxTrivia> Blank(SyntaxToken token) => token.IsKind(SyntaxKind.None)
        ? []
        : [.. token.LeadingTrivia, SyntaxFactory.Whitespace(new string(' ', token.Span.Length)), .. token.TrailingTrivia];

    private static void AddVariables(LocalDeclarationStatementSyntax local, List<MemberDeclarationSyntax> members)
    {
        VariableDeclarationSyntax declaration = local.Declaration;
        SyntaxTriviaList blanks = [.. Blank(local.AwaitKeyword), .. Blank(local.UsingKeyword)];
        if (blanks.Count > 0)
        {
            declaration = declaration.WithLeadingTrivia(blanks.AddRange(declaration.GetLeadingTrivia()));
        }

        if (local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword))
        {
            string method = local.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword) ? nameof(CellGlobals.DisposeAsyncAtEnd) : nameof(CellGlobals.DisposeAtEnd);
            declaration = declaration.ReplaceNodes(
                declaration.Variables.Select(v => v.Initializer?.Value).OfType<ExpressionSyntax>(),
                (_, value) => Register(method, declaration.Type, value));
        }

        members.Add(SyntaxFactory.FieldDeclaration(local.AttributeLists, Anew(local.Modifiers), declaration, local.SemicolonToken));
    }

    // using T x = value;  becomes  T x = DisposeAtEnd<T>(value);
    private static InvocationExpressionSyntax Register(string method, TypeSyntax type, ExpressionSyntax value) =>
        ZeroWidth.Call(nameof(CellGlobals), ZeroWidth.Identifier(method), type.IsVar ? null : ZeroWidth.Of(type), value, default);

    // On the parser's own hangs the error that a local variable or function has no such modifier.
    private static SyntaxTokenList Anew(SyntaxTokenList modifiers) =>
        [.. modifiers.Select(m => SyntaxFactory.Token(m.LeadingTrivia, m.Kind(), m.Text, m.ValueText, m.TrailingTrivia))];

    private static MethodDeclarationSyntax ToMethod(LocalFunctionStatementSyntax function) => SyntaxFactory.MethodDeclaration(
        function.AttributeLists,
        Anew(function.Modifiers),
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
