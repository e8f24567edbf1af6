using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>The compiler's view of assemblies that are loaded: of what is loaded, whatever their file holds by now.</summary>
internal static class LoadedMetadata
{
    // The compiler reads the memory of the assembly, which has to stay loaded for as long as the compiler may.
    private static readonly ConditionalWeakTable<MetadataReference, Assembly> s_owners = [];

    /// <summary>Makes a reference to the assembly, which is one with metadata.</summary>
    public static unsafe MetadataReference Of(Assembly assembly)
    {
        _ = assembly.TryGetRawMetadata(out byte* blob, out int length);
        PortableExecutableReference reference = AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((IntPtr)blob, length)).GetReference(assembly.Location is { Length: > 0 } path ? new XmlDocumentation(path) : null, display: assembly.GetName().Name);
        s_owners.Add(reference, assembly);
        return reference;
    }
}
