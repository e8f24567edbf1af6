using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.Artifacts;

/// <summary>A library made of the types that stand beside a cell.</summary>
/// <param name="emitted">The assembly.</param>
/// <param name="typeNames">The full names of its types that cells see: a later library that has one of them takes its place.</param>
/// <param name="version">Counts the redefinitions.</param>
internal sealed class SideLibrary(EmittedAssembly emitted, IReadOnlyList<string> typeNames, Version version)
{
    private string? _identity;

    /// <summary>The types that were redefined elsewhere: no later cell is to mean them by their names.</summary>
    public IReadOnlyList<string> Hidden { get; private init; } = [];

    /// <summary>The assembly.</summary>
    public EmittedAssembly Emitted => emitted;

    /// <summary>The full names of its types.</summary>
    public IReadOnlyList<string> TypeNames => typeNames;

    /// <summary>The assembly's version.</summary>
    public Version Version => version;

    /// <summary>Tells libraries apart by what is in them.</summary>
    public string Identity => _identity ??= string.Join(':', [emitted.Name, $"{version}", FileFingerprint.Of(emitted.Image), .. Hidden]);

    /// <summary>The library with what was said to be hidden in it.</summary>
    public SideLibrary WithHidden(IReadOnlyList<string> hidden) => hidden.Count == 0 ? this : new SideLibrary(emitted, typeNames, version) { Hidden = hidden };

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
}
