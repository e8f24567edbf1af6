using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AsyncCSharp.Engine.Files;
using AsyncCSharp.Engine.Generators;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>What source generators write for the types that stand beside a cell.</summary>
/// <param name="Trees">The sources.</param>
/// <param name="Diagnostics">What they have to say.</param>
/// <param name="Failures">Why some of them did not run.</param>
internal sealed record GeneratedSources(IReadOnlyList<SyntaxTree> Trees, ImmutableArray<Diagnostic> Diagnostics, IReadOnlyList<string> Failures)
{
    private static readonly GeneratedSources s_none = new([], [], []);

    /// <summary>Runs what may have something to do with the types.</summary>
    /// <param name="draft">Makes the library of them, where it is needed.</param>
    /// <param name="types">Their text.</param>
    /// <param name="scope">What they are compiled with.</param>
    /// <param name="cancellationToken">Ends it, where the generators look at it.</param>
    /// <exception cref="NotSupportedException">They are assemblies, and this process loads none.</exception>
    public static GeneratedSources For(Func<CSharpCompilation> draft, SyntaxTree types, CompilationScope scope, CancellationToken cancellationToken)
    {
        string text = types.ToString();
        if (scope.Generators.IsEmpty && !FrameworkGenerators.MayBeMeantIn(text))
        {
            return s_none;
        }

        if (!RuntimeFeature.IsDynamicCodeSupported || HostPlaces.IsOfAnotherProcess)
        {
            throw new NotSupportedException();
        }

        List<string> failures = [];
        ISourceGenerator[] generators = [.. FrameworkGenerators.LoadFor(text, scope.Generators, failures), .. scope.Generators.Load(failures)];
        GeneratorDriver driver = CSharpGeneratorDriver.Create(generators, parseOptions: (CSharpParseOptions)types.Options, optionsProvider: GeneratorOptions.Instance);
        GeneratorDriverRunResult result = driver.RunGenerators(draft(), cancellationToken).GetRunResult();
        HashSet<string> names = [.. SideTypes.NamesOf(types)];
        return new GeneratedSources([.. result.GeneratedTrees.Where(tree => !Intercepts(tree)).Select(tree => WithAccess(tree, names))], result.Diagnostics, failures);
    }

    /// <summary>The full names of the public types that they add.</summary>
    public IEnumerable<string> PublicNames => Trees.SelectMany(tree => SideTypes.NamesOf(tree, static type => type.Modifiers.Any(SyntaxKind.PublicKeyword)));

    /// <summary>Those of these types that generators write or say something about; where one failed, it may have been about any.</summary>
    public IEnumerable<string> ConcernedOf(IEnumerable<string> names)
    {
        if (Failures.Count > 0 || Diagnostics.Any(d => d.Location == Location.None))
        {
            return names;
        }

        HashSet<string> mentioned = [.. Trees.SelectMany(t => t.GetRoot().DescendantTokens()).Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText)];
        mentioned.UnionWith(Diagnostics.Select(d => d.Location.SourceTree?.GetRoot().FindNode(d.Location.SourceSpan).AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>().LastOrDefault()?.Identifier.ValueText).OfType<string>());
        return names.Where(mentioned.Contains);
    }

    // What takes the place of calls, for which a project has to ask by name: the calls do what they did.
    private static bool Intercepts(SyntaxTree tree) => tree.GetRoot().DescendantNodes().OfType<AttributeSyntax>().Any(a => GeneratorAttributes.NameOf(a) == "InterceptsLocation");

    // A part says what the type said in its text, or nothing: in the library the type is public (see SideAccess).
    private static SyntaxTree WithAccess(SyntaxTree tree, HashSet<string> names)
    {
        SyntaxNode root = tree.GetRoot();
        MemberDeclarationSyntax[] parts = [.. SideTypes.TopLevelTypes(root).Where(type => names.Contains(SideTypes.FullNameOf(type)))];
        return parts.Length == 0
            ? tree
            : ScriptSyntax.WithRoot(tree, root.ReplaceNodes(parts, static (type, _) => new SideAccess().Visit(type)!));
    }
}
