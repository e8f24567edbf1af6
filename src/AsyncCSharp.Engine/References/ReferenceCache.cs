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

    /// <summary>The metadata of a loaded assembly; null where it has none (<c>AssemblyBuilder</c>, as PowerShell classes are made).</summary>
    public static unsafe MetadataReference? FromAssembly(Assembly assembly)
    {
        if (!assembly.IsDynamic && assembly.Location.Length > 0 && File.Exists(assembly.Location))
        {
            return FromFile(assembly.Location);
        }

        // What Add-Type compiles has no file.
        return assembly.TryGetRawMetadata(out byte* blob, out int length)
            ? AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((IntPtr)blob, length)).GetReference(display: assembly.GetName().Name)
            : null;
    }
}
