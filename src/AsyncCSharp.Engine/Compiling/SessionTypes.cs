using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>The types that earlier cells have declared in the script, by the names that a later cell has for them.</summary>
/// <param name="last">The newest of the submissions before the cell, or null.</param>
internal sealed class SessionTypes(CSharpCompilation? last)
{
    private readonly Dictionary<(string Name, int Arity), string?> _found = [];

    /// <summary>The names of the extension classes that are within earlier cells: see <see cref="EmbeddedClasses"/>.</summary>
    public IReadOnlyCollection<string> ExtensionClasses => [.. EarlierSubmissions.FromNewest(last).SelectMany(s => s.SyntaxTrees).SelectMany(Superseded.ImportedBy).Distinct()];

    /// <summary>
    /// The name of the class of the submission that has such a type, or another name for one; null where the newest of that name is
    /// none, as the type of a library is, which everything sees.
    /// </summary>
    public string? Find(string name, int arity)
    {
        if (!_found.TryGetValue((name, arity), out string? found))
        {
            _found[(name, arity)] = found = Look(name, arity);
        }

        return found;
    }

    /// <summary>The class that a namespace of an earlier cell is (see <see cref="SessionNamespaces"/>); null where the newest of that name is something else.</summary>
    public INamedTypeSymbol? FindNamespace(string name)
    {
        foreach (CSharpCompilation submission in EarlierSubmissions.FromNewest(last))
        {
            if (submission.ScriptClass?.GetMembers(name).FirstOrDefault() is { } found)
            {
                return found is INamedTypeSymbol type && IsNamespace(type) ? type : null;
            }

            if (AliasIn(submission, name) is not null)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Whether a class was made of a namespace.</summary>
    public static bool IsNamespace(INamedTypeSymbol type) => type.DeclaringSyntaxReferences is [var declaration, ..] && NestedNamespaces.Is(declaration.GetSyntax());

    private string? Look(string name, int arity)
    {
        foreach (CSharpCompilation submission in EarlierSubmissions.FromNewest(last))
        {
            if (submission.ScriptClass is { } declared && declared.GetTypeMembers(name, arity).Length > 0)
            {
                return declared.Name;
            }

            if (arity == 0 && AliasIn(submission, name) is { } alias)
            {
                ISymbol? target = submission.GetSemanticModel(alias.SyntaxTree).GetSymbolInfo(alias.NamespaceOrType).Symbol;
                return target is ITypeSymbol type && IsOfSession(type) ? submission.ScriptClass?.Name : null;
            }
        }

        return null;
    }

    private static UsingDirectiveSyntax? AliasIn(CSharpCompilation submission, string name) => submission.SyntaxTrees
        .SelectMany(tree => ((CompilationUnitSyntax)tree.GetRoot()).Usings)
        .FirstOrDefault(u => u.Alias?.Name.Identifier.ValueText == name);

    private static bool IsOfSession(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsOfSession(array.ElementType),
        INamedTypeSymbol named => named.ContainingAssembly is ISourceAssemblySymbol || named.TypeArguments.Any(IsOfSession),
        _ => false,
    };
}
