using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>All that a cell refers to: known without the compiler, and made for it when it first asks. Immutable.</summary>
/// <param name="added">Assemblies besides the framework.</param>
/// <param name="libraries">Types that stand beside earlier cells.</param>
internal sealed class ReferenceSet(ImmutableArray<AddedReference> added, ImmutableArray<SideLibrary> libraries)
{
    // An array: a field of a generic structure over a type of the compiler's would load the compiler with this class.
    private MetadataReference[]? _all;

    /// <summary>The references, always the same ones.</summary>
    public ImmutableArray<MetadataReference> All => ImmutableCollectionsMarshal.AsImmutableArray(_all ?? Interlocked.CompareExchange(ref _all, Create(), null) ?? _all);

    /// <summary>Assemblies besides the framework.</summary>
    public ImmutableArray<AddedReference> Added => added;

    /// <summary>Types that stand beside earlier cells.</summary>
    public ImmutableArray<SideLibrary> Libraries => libraries;

    /// <summary>What is in them, besides the framework; see <see cref="EngineIdentity"/> for that.</summary>
    public IEnumerable<string> Identities => added.Select(a => a.Identity).Concat(libraries.Select(l => l.Identity));

    /// <summary>The full names of the types that stand beside earlier cells.</summary>
    public IEnumerable<string> LibraryTypes => libraries.SelectMany(l => l.TypeNames);

    /// <summary>The set without these types.</summary>
    public ReferenceSet Foreign => new(added, []);

    /// <summary>The library that one with these types takes the place of as a whole, or null.</summary>
    public SideLibrary? FindRedefined(IReadOnlyList<string> typeNames) => libraries.LastOrDefault(l => l.Shares(typeNames) && l.IsWithin(typeNames));

    /// <summary>The set with one more library, whose types take the place of those that they redefine.</summary>
    public ReferenceSet With(SideLibrary library) =>
        new(added, [.. libraries.Where(l => l.Emitted.Name != library.Emitted.Name).Select(l => l.Without(library.TypeNames)), library]);

    /// <summary>The set for types of these names: older ones are not meant.</summary>
    public ReferenceSet Without(IReadOnlyList<string> typeNames) => new(added, [.. libraries.Select(l => l.Without(typeNames))]);

    private MetadataReference[] Create()
    {
        IReadOnlyList<MetadataReference> framework = added.IsEmpty ? FrameworkReferences.Needed : FrameworkReferences.All;
        HashSet<string> names = added.Select(a => a.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. framework.Where(r => !names.Contains(FrameworkReferences.NameOf(r))),
            .. added.Select(a => a.Metadata),
            .. libraries.Select(FileMetadata.Of),
        ];
    }
}
