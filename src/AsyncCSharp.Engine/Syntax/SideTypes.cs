using System.Text;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>
/// Takes out of a cell what a script cannot hold: namespaces, static classes with extension members, and what source generators complete,
/// who write for types outside of others; with the types of the cell that they mention. They are compiled beside it, as an ordinary library.
/// </summary>
internal static class SideTypes
{
    /// <summary>
    /// Splits a text. Both parts are as long as the whole and have blanks where the other's members are, so that all
    /// positions stay.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The name of the file or cell.</param>
    /// <param name="embedded">The places of what is not taken out: namespaces, and extension classes, of which an empty class remains.</param>
    /// <param name="completed">The names of types that are taken out as well (see <see cref="CellText.Completed"/>).</param>
    /// <param name="rest">The text without.</param>
    /// <param name="types">What was taken out, or null.</param>
    /// <returns>False where there is nothing to take out.</returns>
    public static bool TryExtract(string text, string path, IReadOnlyList<TextSpan> embedded, IReadOnlyList<string> completed, out string rest, out SyntaxTree? types)
    {
        rest = text;
        types = null;
        bool isCompleted = FrameworkGenerators.MayBeMeantIn(text);
        if (completed.Count == 0 && !isCompleted && !text.Contains("namespace", StringComparison.Ordinal) && !(text.Contains("static", StringComparison.Ordinal) && text.Contains("class", StringComparison.Ordinal)))
        {
            return false;
        }

        CompilationUnitSyntax program = SyntaxFactory.ParseCompilationUnit(text, options: ScriptSyntax.ProgramOptions);
        MemberDeclarationSyntax[] kept = [.. program.Members.Where(m => m is ClassDeclarationSyntax or BaseNamespaceDeclarationSyntax && embedded.Contains(m.Span))];
        HashSet<string> names = [.. completed, .. isCompleted ? program.Members.Where(GeneratorAttributes.AreCompleted).Select(SimpleNameOf) : []];
        HashSet<MemberDeclarationSyntax> found = WithMentioned([.. program.Members.Where(m => IsSideType(m) || (IsMovable(m) && names.Contains(SimpleNameOf(m)))).Except(kept)], program);
        found.ExceptWith(kept);
        if (found.Count + kept.Length == 0 || (ScriptSyntax.ErrorsOf(program).Count > 0 && LastSemicolon.Supply(text, ScriptSyntax.ProgramOptions) is null))
        {
            return false;
        }

        char[] without = text.ToCharArray();
        char[] only = text.ToCharArray();
        foreach (MemberDeclarationSyntax member in program.Members)
        {
            Blank(found.Contains(member) ? without : only, member.Span.Start, member.Span.End);
        }

        foreach (ClassDeclarationSyntax type in kept.OfType<ClassDeclarationSyntax>())
        {
            Blank(without, type.OpenBraceToken.Span.End, type.CloseBraceToken.SpanStart);
        }

        rest = new string(without);
        if (found.Count == 0)
        {
            return true;
        }

        CompilationUnitSyntax root = SyntaxFactory.ParseCompilationUnit(new string(only), options: ScriptSyntax.ProgramOptions);
        root = ScriptSyntax.ErrorsOf(root).Count > 0 ? LastSemicolon.Supply(new string(only), ScriptSyntax.ProgramOptions) ?? root : root;
        root = (CompilationUnitSyntax)new SideAccess().Visit(root)!;
        types = CSharpSyntaxTree.Create(root, ScriptSyntax.ProgramOptions, path, Encoding.UTF8);
        return true;
    }

    /// <summary>The full names of the types that a tree declares outside of other types.</summary>
    public static IReadOnlyList<string> NamesOf(SyntaxTree types) =>
        NamesOf(types, static _ => true);

    /// <summary>The same of those that are meant.</summary>
    public static IReadOnlyList<string> NamesOf(SyntaxTree types, Func<MemberDeclarationSyntax, bool> isMeant) => [.. TopLevelTypes(types.GetRoot()).Where(isMeant).Select(FullNameOf)];

    /// <summary>The full name of a type outside of others.</summary>
    public static string FullNameOf(MemberDeclarationSyntax type) =>
        string.Join('.', type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(n => n.Name.ToString()).Append(NameOf(type)));

    /// <summary>Whether it is a static class with extension members, which C# wants to stand outside of any other type.</summary>
    public static bool IsExtensionClass(MemberDeclarationSyntax member) =>
        member is ClassDeclarationSyntax type && type.Modifiers.Any(SyntaxKind.StaticKeyword) && type.Members.Any(IsExtension);

    /// <summary>The names in a declaration that types may be meant by. A generic one comes with its arguments.</summary>
    public static IEnumerable<SimpleNameSyntax> MentionedIn(MemberDeclarationSyntax member) => member.DescendantNodes().OfType<SimpleNameSyntax>().Where(IsType);

    private static bool IsSideType(MemberDeclarationSyntax member) => member is BaseNamespaceDeclarationSyntax || IsExtensionClass(member);

    private static bool IsExtension(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax { ParameterList.Parameters: [var first, ..] } => first.Modifiers.Any(SyntaxKind.ThisKeyword),
        ExtensionBlockDeclarationSyntax => true,
        _ => false,
    };

    /// <summary>The types outside of others.</summary>
    public static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(SyntaxNode root) => root
        .DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<MemberDeclarationSyntax>()
        .Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        TypeDeclarationSyntax { TypeParameterList.Parameters.Count: var count } t => $"{t.Identifier.ValueText}`{count}",
        BaseTypeDeclarationSyntax t => t.Identifier.ValueText,
        _ => ((DelegateDeclarationSyntax)type).Identifier.ValueText,
    };

    // A library does not see the types of the script beside it. They are found by their names: one that only has the same name is moved without need.
    private static HashSet<MemberDeclarationSyntax> WithMentioned(IReadOnlyList<MemberDeclarationSyntax> side, CompilationUnitSyntax program)
    {
        HashSet<MemberDeclarationSyntax> found = [.. side];
        ILookup<string, MemberDeclarationSyntax> types = program.Members.Where(IsMovable).ToLookup(m => SimpleNameOf(m), StringComparer.Ordinal);
        Queue<MemberDeclarationSyntax> open = new(side);
        while (types.Count > 0 && open.TryDequeue(out MemberDeclarationSyntax? member))
        {
            foreach (MemberDeclarationSyntax type in MentionedIn(member).SelectMany(n => types[n.Identifier.ValueText]))
            {
                if (found.Add(type))
                {
                    open.Enqueue(type);
                }
            }
        }

        return found;
    }

    /// <summary>Whether it is a type that can be taken out. A member of a script may be protected, a type of a library not.</summary>
    public static bool IsMovable(MemberDeclarationSyntax member) =>
        member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && !member.Modifiers.Any(SyntaxKind.ProtectedKeyword);

    private static bool IsType(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        InvocationExpressionSyntax => false,
        QualifiedNameSyntax qualified => qualified.Left == name,
        NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax => false,
        _ => true,
    };

    /// <summary>The name of a type as its declaration has it.</summary>
    public static string SimpleNameOf(MemberDeclarationSyntax type) =>
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
