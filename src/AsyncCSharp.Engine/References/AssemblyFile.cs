using System.Collections.Concurrent;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine;

/// <summary>
/// An assembly's file as it was when it was read. What is compiled with it, and the key under which that is kept, come from the
/// same bytes: the file may be replaced at any time. Immutable.
/// </summary>
internal sealed class AssemblyFile
{
    // The process's: sessions that refer to one file share its bytes and what the compiler makes of them, for as long as one of
    // them does. Paths and weak references stay.
    private static readonly ConcurrentDictionary<string, WeakReference<AssemblyFile>> s_known = new(StringComparer.Ordinal);

    private readonly byte[] _content;
    private MetadataReference? _metadata;

    private AssemblyFile(string path, string fingerprint, byte[] content)
    {
        Path = path;
        Fingerprint = fingerprint;
        _content = content;
        using PEReader reader = new(ImmutableCollectionsMarshal.AsImmutableArray(content));
        Name = reader.GetMetadataReader().GetAssemblyDefinition().GetAssemblyName();
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>Tells apart contents that were in the file one after the other.</summary>
    public string Fingerprint { get; }

    /// <summary>The name of the assembly.</summary>
    public System.Reflection.AssemblyName Name { get; }

    /// <summary>What the compiler is given.</summary>
    public MetadataReference Metadata => _metadata ??= MetadataReference.CreateFromImage(ImmutableCollectionsMarshal.AsImmutableArray(_content), filePath: Path);

    /// <summary>Reads a file.</summary>
    /// <exception cref="SessionException">It is no assembly, or cannot be read.</exception>
    public static AssemblyFile Read(string path)
    {
        try
        {
            byte[] content = File.ReadAllBytes(path);
            string fingerprint = FileFingerprint.Of(content);
            if (s_known.TryGetValue(path, out WeakReference<AssemblyFile>? known) && known.TryGetTarget(out AssemblyFile? file) && file.Fingerprint == fingerprint)
            {
                return file;
            }

            AssemblyFile read = new(path, fingerprint, content);
            s_known[path] = new WeakReference<AssemblyFile>(read);
            return read;
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            // The reader says "invalid operation" of an image without metadata, and of a module that is no assembly.
            throw SessionException.Of(nameof(Strings.NotAnAssembly), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SessionException.Of(nameof(Strings.FileNotReadable), path, e.Message);
        }
    }
}
