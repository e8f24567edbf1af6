using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// The class that holds the top-level statements of an ordinary program, where a text has another part of it that is compiled beside the
/// cell: a regular expression that is generated for a program stands there, as a rule.
/// </summary>
internal static class ProgramClass
{
    private const string Name = "Program";

    /// <summary>Whether a node is a part of it.</summary>
    public static bool Is(SyntaxNode? node) =>
        node is ClassDeclarationSyntax { Identifier.ValueText: Name, TypeParameterList: null, Parent: CompilationUnitSyntax } type && type.Modifiers.Any(SyntaxKind.PartialKeyword);

    /// <summary>Has a cell see the static members of the part beside it; no position moves.</summary>
    public static CompilationUnitSyntax Open(CompilationUnitSyntax root, SyntaxTree? types) => types?.GetRoot() is CompilationUnitSyntax beside && beside.Members.Any(Is)
        ? root.AddUsings(ZeroWidth.Of(SyntaxFactory.ParseCompilationUnit($"using static global::{Name};").Usings[0]))
        : root;

    /// <summary>
    /// Has a program with statements the class, where it mentions it and declares no such type, as in <c>typeof(Program)</c> and
    /// <c>ILogger&lt;Program&gt;</c>; it takes no room.
    /// </summary>
    public static CompilationUnitSyntax Supply(CompilationUnitSyntax root, SyntaxTree? types)
    {
        SyntaxToken[] names = [.. root.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == Name)];
        bool isMeant = names.Length > 0
            && names.All(t => t.Parent is IdentifierNameSyntax)
            && root.Members.Any(m => m is GlobalStatementSyntax or BaseFieldDeclarationSyntax)
            && !(types?.GetRoot() is CompilationUnitSyntax beside && IsDeclaredIn(beside));
        return isMeant ? root.AddMembers(ZeroWidth.Of(SyntaxFactory.ParseMemberDeclaration($"public class {Name} {{ }}")!)) : root;
    }

    private static bool IsDeclaredIn(CompilationUnitSyntax root) => root.Members.Any(m => m is BaseTypeDeclarationSyntax { Identifier.ValueText: Name });
}
