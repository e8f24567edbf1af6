using AsyncCSharp.Engine.Files;
using Microsoft.CodeAnalysis;
using Mono.Cecil;

namespace AsyncCSharp.Engine.Artifacts;

/// <summary>A library made of the types that stand beside a cell.</summary>
/// <param name="emitted">The assembly.</param>
/// <param name="typeNames">The full names of its types that cells see: a later library that has one of them takes its place.</param>
/// <param name="version">Counts the redefinitions.</param>
internal sealed class SideLibrary(EmittedCell emitted, IReadOnlyList<string> typeNames, Version version)
{
    private MetadataReference? _reference;
    private string? _identity;

    /// <summary>The types that were redefined elsewhere: no later cell is to mean them by their names.</summary>
    private IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>The assembly.</summary>
    public EmittedCell Emitted => emitted;

    /// <summary>The full names of its types.</summary>
    public IReadOnlyList<string> TypeNames => typeNames;

    /// <summary>The assembly's version.</summary>
    public Version Version => version;

    /// <summary>Tells libraries apart by what is in them.</summary>
    public string Identity => _identity ??= string.Join(':', [emitted.Name, $"{version}", FileFingerprint.Of(emitted.Image), .. Hidden]);

    /// <summary>What later cells are compiled with.</summary>
    public MetadataReference Reference => _reference ??= MetadataReference.CreateFromImage(Hidden.Count == 0 ? emitted.Image : HideIn(emitted.Image));

    /// <summary>Whether it has one of these types.</summary>
    public bool Shares(IEnumerable<string> names) => typeNames.Intersect(names).Any();

    /// <summary>Whether all of its types are among these.</summary>
    public bool IsWithin(IEnumerable<string> names) => !typeNames.Except(names).Any();

    /// <summary>
    /// The library as later cells see it when some of its types are redefined. It has a higher version, since a chain keeps the references
    /// that it was compiled with, and of several versions the compiler takes the highest; at run time it is the same assembly.
    /// </summary>
    public SideLibrary Without(IEnumerable<string> names) => !Shares(names) ? this : new SideLibrary(
        emitted, [.. typeNames.Except(names)], new Version(version.Major, version.Minor, version.Build, version.Revision + 1))
    {
        Hidden = [.. Hidden, .. typeNames.Intersect(names)],
    };

    // What is internal to an assembly is not found by its name.
    private byte[] HideIn(byte[] image)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(image, writable: false), ConstantTypes.NewParameters());
        module.Assembly.Name.Version = version;
        foreach (TypeDefinition type in module.Types.Where(t => Hidden.Contains(t.FullName)))
        {
            type.IsNotPublic = true;
        }

        using MemoryStream hidden = new();
        module.Write(hidden);
        return hidden.ToArray();
    }
}
