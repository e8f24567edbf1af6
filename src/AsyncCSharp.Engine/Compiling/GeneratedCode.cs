using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>Declarations that a source generator was to complete, and what to write instead.</summary>
internal static class GeneratedCode
{
    /// <summary>What to write in place of the declaration; null where it is not one of these.</summary>
    public static string? WayOut(SyntaxNode node)
    {
        MemberDeclarationSyntax? member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        string[] attributes = [.. member?.AttributeLists.SelectMany(l => l.Attributes).Select(NameOf) ?? []];
        return attributes.Select(WayOutOf).FirstOrDefault(w => w is not null)
            ?? (attributes.Length > 0 && member is MethodDeclarationSyntax or PropertyDeclarationSyntax ? Strings.InsteadOfGenerator : null);
    }

    private static string? WayOutOf(string attribute) => attribute switch
    {
        "GeneratedRegex" => Strings.InsteadOfGeneratedRegex,
        "LibraryImport" => Strings.InsteadOfLibraryImport,
        "JsonSerializable" or "JsonSourceGenerationOptions" => Strings.InsteadOfJsonContext,
        "LoggerMessage" => Strings.InsteadOfLoggerMessage,
        _ => null,
    };

    private static string NameOf(AttributeSyntax attribute)
    {
        const string Suffix = "Attribute";
        string name = attribute.Name.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Last().Identifier.ValueText;
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }
}
