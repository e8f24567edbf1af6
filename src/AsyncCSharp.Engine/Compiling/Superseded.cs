using AsyncCSharp.Engine.Naming;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// Has later cells no longer find the extension members of a class that a cell declares anew. They are imported by the cell that has the
/// class (see <see cref="EmbeddedClasses"/>), and an import goes on for the rest of the chain. So what comes later is compiled against a view
/// of the chain in which they have names that no text can mean, where they are declared and where they are used. Nothing is emitted from it.
/// </summary>
internal static class Superseded
{
    /// <summary>What comes before a cell, as the cell is to see it.</summary>
    /// <param name="cell">The tree of the cell, with all that is put into it.</param>
    /// <param name="previous">The submission before it, or null.</param>
    public static CompiledSubmission? HideFrom(SyntaxTree cell, CompiledSubmission? previous)
    {
        HashSet<string> names = [.. Inserted(cell).Select(u => u.Alias?.Name.Identifier.ValueText).OfType<string>()];
        if (previous is null || names.Count == 0)
        {
            return previous;
        }

        // Oldest first. All from the first one that has such a class is made anew.
        Stack<CSharpCompilation> chain = [];
        HashSet<string> members = [];
        int changed = 0;
        foreach (CSharpCompilation submission in EarlierSubmissions.FromNewest(previous.Compilation))
        {
            chain.Push(submission);
            string[] found = [.. submission.SyntaxTrees.SelectMany(tree => MembersOf(tree, names))];
            members.UnionWith(found);
            changed = found.Length > 0 ? chain.Count : changed;
        }

        if (changed == 0)
        {
            return previous;
        }

        CSharpCompilation? before = chain.Skip(chain.Count - changed).First().ScriptCompilationInfo?.PreviousScriptCompilation;
        foreach (CSharpCompilation submission in chain.Skip(chain.Count - changed))
        {
            CSharpCompilation view = submission.WithScriptCompilationInfo(submission.ScriptCompilationInfo!.WithPreviousScriptCompilation(before));
            before = submission.SyntaxTrees.Aggregate(view, (all, tree) => Rename(submission, tree, names, members) is { } renamed ? all.ReplaceSyntaxTree(tree, renamed) : all);
        }

        return previous with { Compilation = before! };
    }

    /// <summary>The names of the extension classes that a cell imports for those after it: its own.</summary>
    public static IEnumerable<string> ImportedBy(SyntaxTree tree) => Inserted(tree)
        .Where(u => u.StaticKeyword.IsKind(SyntaxKind.StaticKeyword))
        .Select(u => ((QualifiedNameSyntax)u.NamespaceOrType).Right.Identifier.ValueText);

    private static IEnumerable<string> MembersOf(SyntaxTree tree, HashSet<string> names) => ((CompilationUnitSyntax)tree.GetRoot()).Members
        .OfType<NamespaceDeclarationSyntax>()
        .SelectMany(n => n.Members.OfType<ClassDeclarationSyntax>())
        .Where(c => names.Contains(c.Identifier.ValueText))
        .SelectMany(c => c.Members.Concat(c.Members.OfType<ExtensionBlockDeclarationSyntax>().SelectMany(e => e.Members)))
        .SelectMany(m => m.ChildTokens().Concat(m.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(v => v.Identifier)))
        .Where(t => t.IsKind(SyntaxKind.IdentifierToken) && !t.ValueText.StartsWith(SubmissionNames.Hidden, StringComparison.Ordinal))
        .Select(t => t.ValueText);

    private static SyntaxTree? Rename(CSharpCompilation compilation, SyntaxTree tree, HashSet<string> names, HashSet<string> members)
    {
        SyntaxNode root = tree.GetRoot();
        SemanticModel? model = null;
        Dictionary<SyntaxToken, string> found = [];
        foreach (SyntaxToken token in root.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken) && members.Contains(t.ValueText)))
        {
            // With what tells it from the member of the same name in another class that was declared anew.
            if (ClassOf(SymbolOf(token.Parent!)) is { ContainingNamespace.Name: var space } type && names.Contains(type.Name) && SubmissionNames.IsOfExtensions(space))
            {
                found[token] = $"{SubmissionNames.Hidden}{space}.{token.ValueText}";
            }
        }

        if (found.Count == 0)
        {
            return null;
        }

        root = root.ReplaceTokens(found.Keys, (old, t) => SyntaxFactory.Identifier(t.LeadingTrivia, SyntaxKind.IdentifierToken, t.Text, found[old], t.TrailingTrivia));
        return ScriptSyntax.WithRoot(tree, root);

        ISymbol? SymbolOf(SyntaxNode node)
        {
            model ??= compilation.GetSemanticModel(tree);
            return node is not SimpleNameSyntax name ? model.GetDeclaredSymbol(node)
                : model.GetSymbolInfo(name) is var info && info.Symbol is { } symbol ? symbol
                : info.CandidateSymbols.FirstOrDefault();
        }
    }

    // Members of extension blocks are in a type of their own.
    private static INamedTypeSymbol? ClassOf(ISymbol? member)
    {
        INamedTypeSymbol? type = member?.ContainingType;
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    private static IEnumerable<UsingDirectiveSyntax> Inserted(SyntaxTree tree) => ((CompilationUnitSyntax)tree.GetRoot()).Usings.Where(u => u.Span.Length == 0);
}
