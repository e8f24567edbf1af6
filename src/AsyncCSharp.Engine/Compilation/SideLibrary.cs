using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine;

/// <summary>A library made of the types that stand beside a cell.</summary>
/// <param name="emitted">The assembly.</param>
/// <param name="typeNames">The full names of its types: a later library that has one of them takes its place.</param>
/// <param name="version">Counts the redefinitions.</param>
internal sealed class SideLibrary(EmittedCell emitted, IReadOnlyList<string> typeNames, Version version)
{
    private MetadataReference? _reference;
    private string? _identity;

    /// <summary>The assembly.</summary>
    public EmittedCell Emitted => emitted;

    /// <summary>The full names of its types.</summary>
    public IReadOnlyList<string> TypeNames => typeNames;

    /// <summary>The assembly's version.</summary>
    public Version Version => version;

    /// <summary>Tells libraries apart by what is in them.</summary>
    public string Identity => _identity ??= $"{emitted.Name}:{version}:{FileFingerprint.Of(emitted.Image)}";

    /// <summary>What later cells are compiled with.</summary>
    public MetadataReference Reference => _reference ??= MetadataReference.CreateFromImage(emitted.Image);

    /// <summary>Whether it has one of these types.</summary>
    public bool Shares(IEnumerable<string> names) => typeNames.Intersect(names).Any();
}
