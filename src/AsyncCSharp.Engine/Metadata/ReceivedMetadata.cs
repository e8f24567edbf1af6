using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>The compiler's view of assemblies that another process has sent.</summary>
internal static class ReceivedMetadata
{
    // The compiler reads the memory of the bytes, which stay where they are for as long as the compiler may.
    private static readonly ConditionalWeakTable<MetadataReference, byte[]> s_owners = [];

    /// <summary>Makes a reference.</summary>
    /// <param name="content">The file, or the metadata of what has none.</param>
    /// <param name="path">The file's path there, or null.</param>
    /// <param name="name">The name of the assembly.</param>
    public static unsafe MetadataReference Of(byte[] content, string? path, string name)
    {
        if (path is not null)
        {
            return MetadataReference.CreateFromImage(content, filePath: path);
        }

        byte[] pinned = GC.AllocateUninitializedArray<byte>(content.Length, pinned: true);
        content.CopyTo(pinned, 0);
        PortableExecutableReference reference = AssemblyMetadata
            .Create(ModuleMetadata.CreateFromMetadata((IntPtr)Unsafe.AsPointer(ref pinned[0]), pinned.Length))
            .GetReference(display: name);
        s_owners.Add(reference, pinned);
        return reference;
    }
}
