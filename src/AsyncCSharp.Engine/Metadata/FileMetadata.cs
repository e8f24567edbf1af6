using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Files;
using AsyncCSharp.Engine.Weaving;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>The compiler's view of assemblies that are bytes: of files, and of libraries of types that stand beside cells. Any thread.</summary>
internal static class FileMetadata
{
    // The process's: an entry goes with what it was made of, so that sessions which share a file share this, too.
    private static readonly ConditionalWeakTable<AssemblyFile, MetadataReference> s_files = [];
    private static readonly ConditionalWeakTable<SideLibrary, MetadataReference> s_libraries = [];

    /// <summary>What the compiler is given of a file, always the same.</summary>
    public static MetadataReference Of(AssemblyFile file) => s_files.GetValue(
        file, static file => MetadataReference.CreateFromImage(ImmutableCollectionsMarshal.AsImmutableArray(file.Content), documentation: new XmlDocumentation(file.Path), filePath: file.Path));

    /// <summary>What the compiler is given of a library, always the same.</summary>
    public static MetadataReference Of(SideLibrary library) => s_libraries.GetValue(library, static library => MetadataReference.CreateFromImage(
        library.Hidden.Count == 0 ? library.Emitted.Image : TypeHider.Hide(library.Emitted.Image, library.Hidden, library.Version)));
}
