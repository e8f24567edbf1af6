using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>The <c>Main</c> of a text that consists of declarations only: a program that has types and nothing else begins there.</summary>
/// <param name="TypeName">The full name of its type, with a plus sign before each that is inside of another; empty for a method outside of types.</param>
/// <param name="IsAsync">Whether it gives a task.</param>
/// <param name="Name">Where its name stands.</param>
internal sealed record ProgramEntry(string TypeName, bool IsAsync, TextSpan Name)
{
    private const string Main = "Main";

    /// <summary>Its name with that of its type, as C# writes it.</summary>
    public string FullName => TypeName.Length == 0 ? Main : $"{TypeName.Replace('+', '.')}.{Main}";

    /// <summary>Finds it; null where there is none, or statements outside of types, which are run.</summary>
    public static ProgramEntry? Find(string text)
    {
        if (!text.Contains(Main, StringComparison.Ordinal))
        {
            return null;
        }

        CompilationUnitSyntax program = SyntaxFactory.ParseCompilationUnit(text, options: ScriptSyntax.ProgramOptions);
        if (program.Members.Any(m => m is GlobalStatementSyntax { Statement: not LocalFunctionStatementSyntax }))
        {
            return null;
        }

        LocalFunctionStatementSyntax[] functions = [.. program.Members.OfType<GlobalStatementSyntax>().Select(m => (LocalFunctionStatementSyntax)m.Statement)];
        if (functions.Length > 0)
        {
            return Array.Find(functions, f => f.Identifier.ValueText == Main) is { } function ? new ProgramEntry(string.Empty, IsAsync: false, function.Identifier.Span) : null;
        }

        MethodDeclarationSyntax? method = program.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax { TypeParameterList: null })
            .OfType<MethodDeclarationSyntax>().FirstOrDefault(IsMain);
        return method is null ? null : new ProgramEntry(NameOf((TypeDeclarationSyntax)method.Parent!), LastPart(method.ReturnType) == nameof(Task), method.Identifier.Span);
    }

    private static bool IsMain(MethodDeclarationSyntax method) => method is { Identifier.ValueText: Main, TypeParameterList: null, Parent: TypeDeclarationSyntax }
        && method.Modifiers.Any(SyntaxKind.StaticKeyword)
        && LastPart(method.ReturnType) is "void" or "int" or nameof(Task)
        && method.ParameterList.Parameters is [] or [{ Type: ArrayTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.ValueText: "string" } } }];

    private static string LastPart(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax name => LastPart(name.Right),
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => type.ToString(),
    };

    private static string NameOf(TypeDeclarationSyntax type)
    {
        string types = string.Join('+', type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Reverse().Select(t => t.Identifier.ValueText));
        return string.Join('.', type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(n => n.Name.ToString()).Append(types));
    }
}
