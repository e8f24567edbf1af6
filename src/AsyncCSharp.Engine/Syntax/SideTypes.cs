using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// Takes out of a cell what a script cannot hold: namespaces, and static classes with extension members, with the types of the cell that
/// they mention. They are compiled beside it, as an ordinary library.
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
        HashSet<MemberDeclarationSyntax> found = WithMentioned([.. program.Members.Where(IsSideType)], program);
        if (found.Count == 0 || (CellParser.ErrorsOf(program).Count > 0 && LastSemicolon.Supply(text, s_options) is null))
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
        root = (CompilationUnitSyntax)new SideAccess().Visit(root)!;
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

    // A library does not see the types of the script beside it. By their names: what means something else is moved for nothing.
    private static HashSet<MemberDeclarationSyntax> WithMentioned(IReadOnlyList<MemberDeclarationSyntax> side, CompilationUnitSyntax program)
    {
        HashSet<MemberDeclarationSyntax> found = [.. side];
        ILookup<string, MemberDeclarationSyntax> types = program.Members.Where(IsMovable).ToLookup(m => SimpleNameOf(m), StringComparer.Ordinal);
        Queue<MemberDeclarationSyntax> open = new(side);
        while (types.Count > 0 && open.TryDequeue(out MemberDeclarationSyntax? member))
        {
            foreach (MemberDeclarationSyntax type in member.DescendantNodes().OfType<SimpleNameSyntax>().Where(IsType).SelectMany(n => types[n.Identifier.ValueText]))
            {
                if (found.Add(type))
                {
                    open.Enqueue(type);
                }
            }
        }

        return found;
    }

    // A member of a script may be private or protected, a type of a library not.
    private static bool IsMovable(MemberDeclarationSyntax member) =>
        member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && !member.Modifiers.Any(m => m.Kind() is SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword);

    private static bool IsType(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        QualifiedNameSyntax qualified => qualified.Left == name,
        NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax => false,
        _ => true,
    };

    private static string SimpleNameOf(MemberDeclarationSyntax type) =>
        type is BaseTypeDeclarationSyntax named ? named.Identifier.ValueText : ((DelegateDeclarationSyntax)type).Identifier.ValueText;

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
