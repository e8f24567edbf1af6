using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>The types, namespaces and methods that a cell declares, as texts that can be compiled elsewhere.</summary>
internal static class DeclaredParts
{
    /// <summary>Those of a text, in its order. Read as a program, whose members are what a script's are, and namespaces besides.</summary>
    public static IReadOnlyList<DeclaredPart> In(string code)
    {
        (string text, _) = DirectiveText.Extract(code);
        return [.. SyntaxFactory.ParseCompilationUnit(text, options: ScriptSyntax.ProgramOptions).Members.Select(Part).OfType<DeclaredPart>()];
    }

    private static DeclaredPart? Part(MemberDeclarationSyntax member)
    {
        List<string> names = [.. NamesOf(member)];
        return names.Count == 0 ? null : new DeclaredPart(names, member.ToFullString().Trim());
    }

    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
        DelegateDeclarationSyntax type => [type.Identifier.ValueText],
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax method } => [method.Identifier.ValueText],
        BaseNamespaceDeclarationSyntax space => [.. space.Name.ToString().Split('.'), .. space.Members.SelectMany(NamesOf)],
        _ => [],
    };
}
