using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine;

/// <summary>Metadata of assemblies, shared by all sessions of the process.</summary>
internal static class ReferenceCache
{
    private static readonly ConcurrentDictionary<(string Path, DateTime Written, long Length), MetadataReference> s_files = new();

    /// <summary>The metadata of a file as it is now.</summary>
    /// <exception cref="BadImageFormatException">The file is no .NET assembly.</exception>
    public static MetadataReference FromFile(string path)
    {
        FileInfo file = new(path);
        return s_files.GetOrAdd((file.FullName, file.LastWriteTimeUtc, file.Length), static key => MetadataReference.CreateFromFile(key.Path));
    }

    /// <summary>The metadata of a loaded assembly that has no file.</summary>
    public static unsafe MetadataReference FromImage(Assembly assembly)
    {
        _ = assembly.TryGetRawMetadata(out byte* blob, out int length);
        return AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((IntPtr)blob, length)).GetReference(display: assembly.GetName().Name);
    }
}
