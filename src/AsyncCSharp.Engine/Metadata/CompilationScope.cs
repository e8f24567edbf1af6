using System.Collections.Immutable;
using System.Text;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Generators;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>What a cell is compiled with, besides its text and its chain. Immutable.</summary>
/// <param name="imports">Namespaces in scope.</param>
/// <param name="usings">The using directives of earlier cells, for the types that stand beside this one.</param>
/// <param name="references">All references.</param>
/// <param name="stopChecks">Whether the cell gets the checks that let it be stopped.</param>
/// <param name="generators">The source generators of packages.</param>
internal sealed class CompilationScope(ImmutableArray<string> imports, ImmutableArray<string> usings, ReferenceSet references, bool stopChecks, GeneratorSet generators)
{
    private string? _fingerprint;
    private CompilationScope? _ofScripts;

    /// <summary>Namespaces in scope.</summary>
    public ImmutableArray<string> Imports => imports;

    /// <summary>The using directives of earlier cells, for the types that stand beside this one.</summary>
    public ImmutableArray<string> Usings => usings;

    /// <summary>All references.</summary>
    public ReferenceSet References => references;

    /// <summary>Whether the cell gets the checks that let it be stopped.</summary>
    public bool StopChecks => stopChecks;

    /// <summary>The source generators of packages. Those of the framework are always there.</summary>
    public GeneratorSet Generators => generators;

    /// <summary>All of that, as a text: see <see cref="CompilationInputs"/>.</summary>
    public string Fingerprint => _fingerprint ??= Describe();

    /// <summary>The scope of a text: one from a script file has the imports that scripts rely on.</summary>
    public CompilationScope For(CellText source) =>
        source.IsScript ? _ofScripts ??= new CompilationScope(imports.AddRange(DefaultImports.OfScripts.Where(i => !imports.Contains(i))), usings, references, stopChecks, generators) : this;

    /// <summary>The scope as it is when a cell has begun.</summary>
    /// <param name="types">The types beside it, or null.</param>
    /// <param name="added">Its using directives.</param>
    /// <param name="embedded">The names of the extension classes in it.</param>
    public CompilationScope With(SideLibrary? types, IReadOnlyList<string> added, IReadOnlyList<string> embedded)
    {
        string[] missing = [.. added.Where(u => !usings.Contains(u))];
        ReferenceSet all = types is null ? references : references.With(types);
        return types is null && missing.Length + embedded.Count == 0
            ? this
            : new CompilationScope(imports, usings.AddRange(missing), embedded.Count == 0 ? all : all.Without(embedded), stopChecks, generators);
    }

    // Each part with its length before it: no two lists read the same.
    private string Describe()
    {
        StringBuilder text = new(stopChecks ? "checks" : "none");
        foreach (IReadOnlyCollection<string> parts in new IReadOnlyCollection<string>[] { imports, usings, [.. references.Identities], [.. generators.Identities] })
        {
            _ = text.Append('|').Append(parts.Count);
            foreach (string part in parts)
            {
                _ = text.Append('|').Append(part.Length).Append(':').Append(part);
            }
        }

        return text.ToString();
    }
}
