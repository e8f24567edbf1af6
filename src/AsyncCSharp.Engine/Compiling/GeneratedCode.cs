using AsyncCSharp.Engine.Generators;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>Declarations that no source generator of the session completes, and what to do about it.</summary>
internal static class GeneratedCode
{
    /// <summary>What to do about a declaration; null where it is not one of these.</summary>
    public static string? WayOut(SyntaxNode node)
    {
        MemberDeclarationSyntax? member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        string[] attributes = [.. member?.AttributeLists.SelectMany(l => l.Attributes).Select(GeneratorAttributes.NameOf) ?? []];
        if (attributes.Any(FrameworkGenerators.Know))
        {
            return member is TypeDeclarationSyntax type && !type.Modifiers.Any(SyntaxKind.PartialKeyword) ? Strings.InsteadOfWhole : null;
        }

        return attributes.Select(WayOutOf).FirstOrDefault(w => w is not null)
            ?? (attributes.Length > 0 && member is MethodDeclarationSyntax or PropertyDeclarationSyntax ? Strings.InsteadOfGenerator : null);
    }

    private static string? WayOutOf(string attribute) => attribute switch
    {
        "LoggerMessage" => Strings.InsteadOfLoggerMessage,
        _ => null,
    };
}
