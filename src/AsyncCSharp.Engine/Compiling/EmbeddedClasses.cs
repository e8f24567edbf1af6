using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Naming;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// Extension classes of a cell that mention types of earlier cells. A library does not see these, and within the script's class no
/// extension class may stand. So they are in the cell's own tree, in a namespace without width: the parser refuses one in a script, the
/// compiler does not. What such a namespace sees are the aliases of its cell, which are bound where the types of the session are known.
/// </summary>
internal sealed class EmbeddedClasses
{
    private const string Hidden = SubmissionNames.Hidden;
    private const string NamespaceSuffix = SubmissionNames.ExtensionsSuffix;

    private readonly IReadOnlyList<ClassDeclarationSyntax> _classes;
    private readonly IReadOnlyList<BaseNamespaceDeclarationSyntax> _namespaces;
    private readonly SessionTypes _session;

    private EmbeddedClasses(IReadOnlyList<ClassDeclarationSyntax> classes, IReadOnlyList<BaseNamespaceDeclarationSyntax> namespaces, SessionTypes session) =>
        (_classes, _namespaces, _session) = (classes, namespaces, session);

    /// <summary>Where they are in the text, and where the namespaces are that stay in the cell as well.</summary>
    public IReadOnlyList<TextSpan> Places => [.. _classes.Select(c => c.Span), .. _namespaces.Select(n => n.Span)];

    /// <summary>The names of all that.</summary>
    public IReadOnlyList<string> Names => [.. _classes.Select(c => c.Identifier.ValueText), .. _namespaces.Select(SessionNamespaces.NameOf)];

    /// <summary>Those of a cell; null where there are none.</summary>
    /// <param name="cell">The cell, with all extension classes beside it.</param>
    /// <param name="last">The newest of the submissions before the cell, or null.</param>
    /// <param name="namespaces">The names of namespaces that are to stay in the cell: see <see cref="SessionNamespaces"/>.</param>
    public static EmbeddedClasses? In(ParsedCell cell, CSharpCompilation? last, IReadOnlyList<string> namespaces)
    {
        if (last is null || cell.Types?.GetRoot() is not CompilationUnitSyntax beside || !(namespaces.Count > 0 || beside.Members.Any(SideTypes.IsExtensionClass)))
        {
            return null;
        }

        SessionTypes session = new(last);
        ILookup<(string, int), MemberDeclarationSyntax> own = OwnTypes(beside).ToLookup(KeyOf);
        ClassDeclarationSyntax[] found = [.. beside.Members.OfType<ClassDeclarationSyntax>().Where(c => SideTypes.IsExtensionClass(c) && Reaches(c, own, session))];
        BaseNamespaceDeclarationSyntax[] nested = [.. beside.Members.OfType<BaseNamespaceDeclarationSyntax>().Where(n => namespaces.Contains(SessionNamespaces.NameOf(n)))];
        return found.Length + nested.Length == 0 ? null : new EmbeddedClasses(found, nested, session);
    }

    /// <summary>The cell with an alias for its class, by which later extension classes mean the generic types in it: these can have none of their own.</summary>
    public static ParsedCell NameClass(ParsedCell cell, string className)
    {
        CompilationUnitSyntax root = (CompilationUnitSyntax)cell.Tree.GetRoot();
        return OwnTypes(root).Any(t => KeyOf(t).Arity > 0) ? With(cell, root.AddUsings(Alias(Hidden + className, Global(className)))) : cell;
    }

    /// <summary>The cell with the classes in it.</summary>
    /// <param name="cell">The cell as it was read with their <see cref="Places"/>.</param>
    /// <param name="className">The name of the script's class.</param>
    /// <param name="scope">What the cell is compiled with.</param>
    public ParsedCell PutInto(ParsedCell cell, string className, CompilationScope scope)
    {
        CompilationUnitSyntax root = (CompilationUnitSyntax)cell.Tree.GetRoot();
        ILookup<(string, int), string?> own = OwnTypes(root).Where(t => !Places.Contains(t.Span)).Select(t => (Key: KeyOf(t), Class: (string?)className))
            .Concat(cell.Types?.GetRoot() is CompilationUnitSyntax beside ? OwnTypes(beside).Select(t => (Key: KeyOf(t), Class: (string?)null)) : [])
            .ToLookup(t => t.Key, t => t.Class);
        string space = className + NamespaceSuffix;
        Dictionary<string, UsingDirectiveSyntax> aliases = [];
        Dictionary<TextSpan, MemberDeclarationSyntax> namespaces = [];
        foreach (ClassDeclarationSyntax type in _classes)
        {
            namespaces[type.Span] = Enclose(type, space, own, scope, aliases);
            string name = type.Identifier.ValueText;
            NameSyntax full = SyntaxFactory.QualifiedName(Global(space), Name(name));
            aliases[name] = Alias(name, full);
            aliases["static " + name] = Static(full);
        }

        root = root.WithMembers([.. root.Members.Select(m => namespaces.TryGetValue(m.Span, out MemberDeclarationSyntax? with) ? WithTriviaOf(with, m) : m)]);
        return With(cell, root.AddUsings([.. aliases.Values]));
    }

    /// <summary>Takes out the using directives within the namespaces that mean nothing: what an earlier cell imported may be gone.</summary>
    public static ParsedCell WithoutMissing(ParsedCell cell, CSharpCompilation compilation)
    {
        SyntaxNode root = cell.Tree.GetRoot();
        SemanticModel model = compilation.GetSemanticModel(cell.Tree);
        UsingDirectiveSyntax[] missing = [.. ((CompilationUnitSyntax)root).Members
            .OfType<NamespaceDeclarationSyntax>()
            .SelectMany(n => n.Usings)
            .Where(u => model.GetSymbolInfo(u.NamespaceOrType).Symbol is null or IErrorTypeSymbol)];
        return missing.Length == 0 ? cell : With(cell, (CompilationUnitSyntax)root.RemoveNodes(missing, SyntaxRemoveOptions.KeepNoTrivia)!);
    }

    /// <summary>Whether a place in a cell's tree is in one of these classes.</summary>
    public static bool Have(SyntaxTree tree, TextSpan place) => ((CompilationUnitSyntax)tree.GetRoot()).Members.Any(m => m is NamespaceDeclarationSyntax && m.Span.Contains(place));

    private NamespaceDeclarationSyntax Enclose(
        ClassDeclarationSyntax type, string space, ILookup<(string, int), string?> own, CompilationScope scope, Dictionary<string, UsingDirectiveSyntax> aliases)
    {
        Dictionary<string, UsingDirectiveSyntax> usings = [];
        HashSet<string> mentioned = [.. SideTypes.MentionedIn(type).OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText)];
        foreach (string name in mentioned)
        {
            if (HolderOf(name, 0, own) is not null)
            {
                aliases[Hidden + name] = Alias(Hidden + name, Name(name));
                usings[name] = Alias(name, Name(Hidden + name));
            }
        }

        GenericNameSyntax[] generic = [.. SideTypes.MentionedIn(type).OfType<GenericNameSyntax>().Where(n => HolderOf(n, own) is not null)];
        foreach (string holder in generic.Select(n => HolderOf(n, own)!))
        {
            // Where it is not the cell's own class, by the alias that its cell has for it.
            aliases[Hidden + Hidden + holder] = Alias(Hidden + Hidden + holder, holder == space[..^NamespaceSuffix.Length] ? Global(holder) : Name(Hidden + holder));
        }

        type = type.ReplaceNodes(generic, (original, visited) => SyntaxFactory
            .QualifiedName(Name(Hidden + Hidden + HolderOf(original, own)), Token(SyntaxKind.DotToken), visited));
        foreach (string name in _session.ExtensionClasses.Except(Names))
        {
            aliases[Hidden + name] = Alias(Hidden + name, Name(name));
            usings["static " + name] = Static(Name(Hidden + name));
        }

        foreach (UsingDirectiveSyntax directive in scope.Imports.Select(i => $"using {i};").Concat(scope.Usings).SelectMany(u => SyntaxFactory.ParseCompilationUnit(u).Usings))
        {
            if (SessionNamespaces.ImportedBy(directive, _session) is { } imported)
            {
                string root = imported.Identifier.ValueText;
                aliases[Hidden + root] = Alias(Hidden + root, Name(root));
                usings["static " + directive.NamespaceOrType] = Static((NameSyntax)ZeroWidth.Of(directive.NamespaceOrType.ReplaceNode(imported, Name(Hidden + root))));
                continue;
            }

            string? alias = directive.Alias?.Name.Identifier.ValueText;
            if (alias is null || (mentioned.Contains(alias) && !aliases.ContainsKey(Hidden + alias)))
            {
                usings[alias ?? directive.ToString()] = ZeroWidth.Of(directive);
            }
        }

        type = Internal(type.WithoutTrivia());
        return SyntaxFactory.NamespaceDeclaration(
            default,
            default,
            Token(SyntaxKind.NamespaceKeyword),
            Name(space),
            Token(SyntaxKind.OpenBraceToken),
            default,
            [.. WithPlace(usings.Values, ref type)],
            [type],
            Token(SyntaxKind.CloseBraceToken),
            default);
    }

    // The compiler tells by its place whether a name is in a using directive, and takes one without width for something behind it. All of
    // them are bound as the first one that is no alias: so that one has the text, and with it the place, of the class's first token.
    private static UsingDirectiveSyntax[] WithPlace(IEnumerable<UsingDirectiveSyntax> usings, ref ClassDeclarationSyntax type)
    {
        UsingDirectiveSyntax[] all = [.. usings.OrderBy(u => u.Alias is not null || u.StaticKeyword.IsKind(SyntaxKind.StaticKeyword))];
        SyntaxToken given = type.DescendantTokens().First(t => t.Span.Length > 0);
        SyntaxToken name = all[0].NamespaceOrType.GetFirstToken(includeZeroWidth: true);
        all[0] = all[0].ReplaceToken(name, SyntaxFactory.Identifier(default, SyntaxKind.IdentifierToken, given.Text, name.ValueText, given.TrailingTrivia));
        type = type.ReplaceToken(given, Token(given.Kind()));
        return all;
    }

    private string? HolderOf(GenericNameSyntax name, ILookup<(string, int), string?> own) =>
        name.Parent is AliasQualifiedNameSyntax ? null : HolderOf(name.Identifier.ValueText, name.Arity, own);

    // The class of a submission that has the type that is meant; null where none has.
    private string? HolderOf(string name, int arity, ILookup<(string, int), string?> own) =>
        own.Contains((name, arity)) ? own[(name, arity)].First() : _session.Find(name, arity);

    // By way of the cell's own types, whose names come before those of earlier cells. A generic type that has the name of an
    // earlier one must not go into a library, since no alias could put it first.
    private static bool Reaches(ClassDeclarationSyntax type, ILookup<(string, int), MemberDeclarationSyntax> own, SessionTypes session)
    {
        HashSet<MemberDeclarationSyntax> seen = [type];
        Queue<MemberDeclarationSyntax> open = new(seen);
        while (open.TryDequeue(out MemberDeclarationSyntax? member))
        {
            foreach (SimpleNameSyntax name in SideTypes.MentionedIn(member).Where(n => n.Parent is not AliasQualifiedNameSyntax))
            {
                (string Name, int Arity) key = (name.Identifier.ValueText, name.Arity);
                MemberDeclarationSyntax[] meant = [.. own[key]];
                if ((meant.Length == 0 || key.Arity > 0) && session.Find(key.Name, key.Arity) is not null)
                {
                    return true;
                }

                foreach (MemberDeclarationSyntax next in meant.Where(seen.Add))
                {
                    open.Enqueue(next);
                }
            }
        }

        return false;
    }

    private static IEnumerable<MemberDeclarationSyntax> OwnTypes(CompilationUnitSyntax root) => root.Members.Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static (string Name, int Arity) KeyOf(MemberDeclarationSyntax type) => type switch
    {
        TypeDeclarationSyntax t => (t.Identifier.ValueText, t.Arity),
        BaseTypeDeclarationSyntax t => (t.Identifier.ValueText, 0),
        _ => (((DelegateDeclarationSyntax)type).Identifier.ValueText, ((DelegateDeclarationSyntax)type).Arity),
    };

    // An embedded class may have members of types that are visible in the session only, so that it cannot be public.
    private static ClassDeclarationSyntax Internal(ClassDeclarationSyntax type)
    {
        SyntaxToken access = type.Modifiers.FirstOrDefault(m => m.IsKind(SyntaxKind.PublicKeyword));
        return access == default ? type : type.WithModifiers(type.Modifiers.Replace(
            access, SyntaxFactory.Token(access.LeadingTrivia, SyntaxKind.InternalKeyword, access.Text, "internal", access.TrailingTrivia)));
    }

    private static MemberDeclarationSyntax WithTriviaOf(MemberDeclarationSyntax with, MemberDeclarationSyntax without) =>
        with.WithLeadingTrivia().WithTrailingTrivia(without.GetTrailingTrivia()).WithLeadingTrivia(without.GetLeadingTrivia());

    private static UsingDirectiveSyntax Static(NameSyntax type) => ZeroWidth.Of(SyntaxFactory.UsingDirective(type).WithStaticKeyword(Token(SyntaxKind.StaticKeyword)));

    private static UsingDirectiveSyntax Alias(string name, NameSyntax target) =>
        ZeroWidth.Of(SyntaxFactory.UsingDirective(SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName(ZeroWidth.Identifier(name))), target));

    private static IdentifierNameSyntax Name(string name) => SyntaxFactory.IdentifierName(ZeroWidth.Identifier(name));

    private static AliasQualifiedNameSyntax Global(string name) =>
        ZeroWidth.Of(SyntaxFactory.AliasQualifiedName(SyntaxFactory.IdentifierName(SyntaxFactory.Token(SyntaxKind.GlobalKeyword)), Name(name)));

    private static SyntaxToken Token(SyntaxKind kind) => SyntaxFactory.Token(default, kind, string.Empty, SyntaxFacts.GetText(kind), default);

    private static ParsedCell With(ParsedCell cell, CompilationUnitSyntax root) =>
        cell with { Tree = ScriptSyntax.WithRoot(cell.Tree, root) };
}
