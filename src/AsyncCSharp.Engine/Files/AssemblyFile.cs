using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace AsyncCSharp.Engine.Files;

/// <summary>
/// An assembly's file as it was when it was read. What is compiled with it, what runs, and the key under which a cell is kept
/// come from the same bytes: the file may be replaced at any time. Immutable.
/// </summary>
internal sealed class AssemblyFile
{
    // The process's: sessions that refer to one file share its bytes and what the compiler makes of them, for as long as one of
    // them does. Paths and weak references stay.
    private static readonly ConcurrentDictionary<string, WeakReference<AssemblyFile>> s_known = new(FilePaths.Comparer);

    private readonly byte[] _content;

    private AssemblyFile(string path, string fingerprint, byte[] content)
    {
        Path = path;
        Fingerprint = fingerprint;
        _content = content;
        using PEReader reader = new(ImmutableCollectionsMarshal.AsImmutableArray(content));
        MetadataReader metadata = reader.GetMetadataReader();
        Name = metadata.GetAssemblyDefinition().GetAssemblyName();
        ModuleVersion = metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        NeedsPath = !reader.PEHeaders.CorHeader!.Flags.HasFlag(CorFlags.ILOnly) || LocationUse.IsIn(metadata);
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>Tells apart contents that were in the file one after the other.</summary>
    public string Fingerprint { get; }

    /// <summary>The name of the assembly.</summary>
    public AssemblyName Name { get; }

    /// <summary>What the compiler that made it calls this build.</summary>
    public Guid ModuleVersion { get; }

    /// <summary>Whether it has to be loaded by its path: it has native code too, or asks where it lies.</summary>
    public bool NeedsPath { get; }

    /// <summary>The bytes; nobody changes them.</summary>
    public byte[] Content => _content;

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public static AssemblyFile Read(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        string fingerprint = FileFingerprint.Of(content);
        if (s_known.TryGetValue(path, out WeakReference<AssemblyFile>? known) && known.TryGetTarget(out AssemblyFile? file) && file.Fingerprint == fingerprint)
        {
            return file;
        }

        try
        {
            AssemblyFile read = new(path, fingerprint, content);
            s_known[path] = new WeakReference<AssemblyFile>(read);
            return read;
        }
        catch (InvalidOperationException)
        {
            // PEReader throws this for an image without metadata, and for a module that is no assembly.
            throw new BadImageFormatException(null, path);
        }
    }

    /// <summary>The image.</summary>
    public Stream OpenImage() => new MemoryStream(_content, writable: false);

    /// <summary>The symbols that lie beside the file, if they are of this build; or null. Those within the image are found there.</summary>
    public Stream? OpenSymbols()
    {
        try
        {
            using PEReader reader = new(ImmutableCollectionsMarshal.AsImmutableArray(_content));
            if (!reader.TryOpenAssociatedPortablePdb(Path, OpenFile, out MetadataReaderProvider? provider, out string? path) || path is null)
            {
                provider?.Dispose();
                return null;
            }

            provider!.Dispose();
            return OpenFile(path);
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static MemoryStream? OpenFile(string path) => File.Exists(path) ? new MemoryStream(File.ReadAllBytes(path), writable: false) : null;
}
