using Mono.Cecil;

namespace AsyncCSharp.Engine.Artifacts;

/// <summary>Weaving needs to know nothing of other assemblies, and must not look for them.</summary>
internal sealed class NoAssemblyResolver : IAssemblyResolver
{
    public static NoAssemblyResolver Instance { get; } = new();

    public AssemblyDefinition? Resolve(AssemblyNameReference name) => null;

    public AssemblyDefinition? Resolve(AssemblyNameReference name, ReaderParameters parameters) => null;

    public void Dispose()
    {
    }
}
