using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine;

/// <summary>
/// Takes out of a cell what a script cannot hold: namespaces, and static classes with extension members. They are
/// compiled beside it, as an ordinary library.
/// </summary>
internal static class SideTypes
{
    private static readonly CSharpParseOptions s_options = CellParser.ScriptOptions.WithKind(SourceCodeKind.Regular);

    /// <summary>
    /// Splits a text. Both parts are as long as the whole and have blanks where the other's members are, so that all
    /// positions stay.
    /// </summary>
    /// <returns>False where there is nothing to take out.</returns>
    public static bool TryExtract(string text, string path, out string rest, out SyntaxTree? types)
    {
        rest = text;
        types = null;
        if (!text.Contains("namespace", StringComparison.Ordinal) && !(text.Contains("static", StringComparison.Ordinal) && text.Contains("class", StringComparison.Ordinal)))
        {
            return false;
        }

        CompilationUnitSyntax program = SyntaxFactory.ParseCompilationUnit(text, options: s_options);
        MemberDeclarationSyntax[] found = [.. program.Members.Where(IsSideType)];
        if (found.Length == 0 || (CellParser.ErrorsOf(program).Count > 0 && LastSemicolon.Supply(text, s_options) is null))
        {
            return false;
        }

        char[] without = text.ToCharArray();
        char[] only = text.ToCharArray();
        foreach (MemberDeclarationSyntax member in program.Members)
        {
            Blank(found.Contains(member) ? without : only, member.Span.Start, member.Span.End);
        }

        rest = new string(without);
        CompilationUnitSyntax root = SyntaxFactory.ParseCompilationUnit(new string(only), options: s_options);
        root = CellParser.ErrorsOf(root).Count > 0 ? LastSemicolon.Supply(new string(only), s_options) ?? root : root;
        root = root.ReplaceNodes(TopLevelTypes(root), static (_, type) => MakePublic(type));
        types = CSharpSyntaxTree.Create(root, s_options, path, Encoding.UTF8);
        return true;
    }

    /// <summary>The full names of the types that a tree declares outside of other types.</summary>
    public static IReadOnlyList<string> NamesOf(SyntaxTree types) =>
        [.. TopLevelTypes(types.GetRoot()).Select(type => string.Join('.', type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(n => n.Name.ToString()).Append(NameOf(type))))];

    private static bool IsSideType(MemberDeclarationSyntax member) => member is BaseNamespaceDeclarationSyntax
        || (member is ClassDeclarationSyntax type && type.Modifiers.Any(SyntaxKind.StaticKeyword) && type.Members.Any(IsExtension));

    private static bool IsExtension(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax { ParameterList.Parameters: [var first, ..] } => first.Modifiers.Any(SyntaxKind.ThisKeyword),
        ExtensionBlockDeclarationSyntax => true,
        _ => false,
    };

    private static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(SyntaxNode root) => root
        .DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<MemberDeclarationSyntax>()
        .Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        TypeDeclarationSyntax { TypeParameterList.Parameters.Count: var count } t => $"{t.Identifier.ValueText}`{count}",
        BaseTypeDeclarationSyntax t => t.Identifier.ValueText,
        _ => ((DelegateDeclarationSyntax)type).Identifier.ValueText,
    };

    // Later cells are other assemblies: what says nothing, or internal, is meant for all of the session.
    private static MemberDeclarationSyntax MakePublic(MemberDeclarationSyntax type)
    {
        SyntaxToken access = type.Modifiers.FirstOrDefault(m => m.Kind() is SyntaxKind.InternalKeyword);
        if (access != default)
        {
            return type.WithModifiers(type.Modifiers.Replace(
                access, SyntaxFactory.Token(access.LeadingTrivia, SyntaxKind.PublicKeyword, access.Text, access.ValueText, access.TrailingTrivia)));
        }

        if (type.Modifiers.Any(m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.FileKeyword))
        {
            return type;
        }

        SyntaxToken added = SyntaxFactory.Token(type.GetLeadingTrivia(), SyntaxKind.PublicKeyword, string.Empty, "public", default);
        return type.WithLeadingTrivia() is MemberDeclarationSyntax bare ? bare.WithModifiers(bare.Modifiers.Insert(0, added)) : type;
    }

    private static void Blank(char[] text, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (text[i] is not ('\n' or '\r'))
            {
                text[i] = ' ';
            }
        }
    }
}
