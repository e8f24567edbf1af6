using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// Namespaces that are classes in their cells (see <see cref="NestedNamespaces"/>), since they mention types of earlier ones, which a library
/// does not see.
/// </summary>
internal static class SessionNamespaces
{
    /// <summary>
    /// The names of a cell's namespaces, where these are to be classes; none where a library is all that they can be. For a cell whose
    /// library does not compile.
    /// </summary>
    /// <param name="cell">The cell, with all of them beside it.</param>
    /// <param name="last">The newest of the submissions before the cell, or null.</param>
    /// <param name="scope">What it is compiled with.</param>
    public static IReadOnlyList<string> In(ParsedCell cell, CSharpCompilation? last, CompilationScope scope)
    {
        if (last is null || cell.Types?.GetRoot() is not CompilationUnitSyntax beside)
        {
            return [];
        }

        BaseNamespaceDeclarationSyntax[] spaces = [.. beside.Members.OfType<BaseNamespaceDeclarationSyntax>()];
        HashSet<string> roots = [.. spaces.Select(s => FirstOf(s.Name))];
        SessionTypes session = new(last);
        return spaces.Any(s => SideTypes.MentionedIn(s).Any(n => session.Find(n.Identifier.ValueText, n.Arity) is not null))
            && spaces.All(s => NestedNamespaces.CanBe(s) && !SideTypes.MentionedIn(s).Any(n => n.Parent is AliasQualifiedNameSyntax && session.Find(n.Identifier.ValueText, n.Arity) is not null))
            && !((CompilationUnitSyntax)cell.Tree.GetRoot()).Usings.Any(u => IsOf(u, roots.Contains))
            && HideNothing(roots, SideTypes.NamesOf(cell.Types), session, scope.References)
            ? [.. spaces.Select(NameOf)]
            : [];
    }

    /// <summary>The name of a namespace as it is declared.</summary>
    public static string NameOf(BaseNamespaceDeclarationSyntax space) => space.Name.WithoutTrivia().ToString();

    /// <summary>The cell with using directives for the types that are in such a class, where its own mean the namespace.</summary>
    public static ParsedCell Import(ParsedCell cell, CSharpCompilation? last)
    {
        CompilationUnitSyntax root = (CompilationUnitSyntax)cell.Tree.GetRoot();
        SessionTypes session = new(last);
        UsingDirectiveSyntax[] meant = [.. root.Usings.Where(u => IsOf(u, name => session.FindNamespace(name) is not null))];
        return meant.Length == 0 ? cell : cell with
        {
            Tree = ScriptSyntax.WithRoot(cell.Tree, root.ReplaceNodes(meant, static (_, u) => u.WithStaticKeyword(ZeroWidth.Keyword(SyntaxKind.StaticKeyword)))),
        };
    }

    /// <summary>The identifier that a using directive of such a namespace begins with, or null.</summary>
    public static IdentifierNameSyntax? ImportedBy(UsingDirectiveSyntax directive, SessionTypes session) =>
        IsOf(directive, name => session.FindNamespace(name) is not null) ? directive.NamespaceOrType.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().First() : null;

    // A class takes the place of all that there was of the name. What is declared anew is meant to.
    private static bool HideNothing(HashSet<string> roots, IReadOnlyList<string> own, SessionTypes session, ReferenceSet references)
    {
        IEnumerable<string> earlier = references.LibraryTypes.Where(t => roots.Contains(t.Split('.')[0]))
            .Concat(roots.SelectMany(r => session.FindNamespace(r) is { } type ? NamesIn(type, r) : []));
        return !earlier.Except(own).Any()
            && !CSharpCompilation.Create(string.Empty, references: references.Foreign.All).GlobalNamespace.GetNamespaceMembers().Any(n => roots.Contains(n.Name));
    }

    private static IEnumerable<string> NamesIn(INamedTypeSymbol space, string path) =>
        space.GetTypeMembers().SelectMany(t => SessionTypes.IsNamespace(t) ? NamesIn(t, $"{path}.{t.Name}") : [$"{path}.{t.MetadataName}"]);

    private static bool IsOf(UsingDirectiveSyntax directive, Func<string, bool> isMeant) =>
        directive.Alias is null && directive.StaticKeyword == default && directive.NamespaceOrType is NameSyntax name && isMeant(FirstOf(name));

    private static string FirstOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => FirstOf(qualified.Left),
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => string.Empty,
    };
}
