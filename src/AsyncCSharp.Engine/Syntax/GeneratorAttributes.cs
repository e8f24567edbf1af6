using AsyncCSharp.Engine.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>The attributes by which declarations ask source generators for something.</summary>
internal static class GeneratorAttributes
{
    /// <summary>Whether the framework's generators may have to do with it, in a text that mentions what they look for.</summary>
    public static bool AreCompleted(MemberDeclarationSyntax member)
    {
        string[] attributes = member is TypeDeclarationSyntax ? [.. member.DescendantNodes().OfType<AttributeSyntax>().Select(NameOf)] : [];

        // An attribute may go by another name (using R = GeneratedRegexAttribute).
        return attributes.Any(FrameworkGenerators.Know) || (attributes.Length > 0 && member.Modifiers.Any(SyntaxKind.PartialKeyword));
    }

    /// <summary>The name of an attribute's class without its ending.</summary>
    public static string NameOf(AttributeSyntax attribute)
    {
        string name = attribute.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
            _ => ((SimpleNameSyntax)attribute.Name).Identifier.ValueText,
        };
        return name.EndsWith(GeneratorSet.Suffix, StringComparison.Ordinal) ? name[..^GeneratorSet.Suffix.Length] : name;
    }
}
