using System.Reflection;
using System.Reflection.Metadata;
using AsyncCSharp.Engine.Files;
using Microsoft.CodeAnalysis;
using AssemblyFile = AsyncCSharp.Engine.Files.AssemblyFile;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>An assembly that a session refers to besides the framework. The compiler's view of it is made when first asked for.</summary>
internal sealed class AddedReference
{
    private readonly AssemblyFile? _file;
    private readonly Assembly? _assembly;
    private readonly byte[]? _received;
    private MetadataReference? _metadata;

    private AddedReference(string name, string identity, AssemblyFile? file, Assembly? assembly, string? path, byte[]? received)
    {
        Name = name;
        Identity = identity;
        _file = file;
        _assembly = assembly;
        FilePath = path;
        _received = received;
    }

    /// <summary>The assembly's simple name.</summary>
    public string Name { get; }

    /// <summary>The file that was asked for; the name of an assembly that was loaded already.</summary>
    public string Place => FilePath ?? Name;

    /// <summary>The file; null for an assembly that was loaded already.</summary>
    public string? FilePath { get; }

    /// <summary>All that the compiler sees of it: the bytes of the file, or the metadata of what is loaded.</summary>
    public unsafe ReadOnlySpan<byte> Content =>
        _received ?? (_file is not null ? _file.Content : _assembly!.TryGetRawMetadata(out byte* blob, out int length) ? new ReadOnlySpan<byte>(blob, length) : []);

    /// <summary>Tells assemblies apart by all that the compiler sees of them, also two that were in the same file one after the other.</summary>
    public string Identity { get; }

    /// <summary>What the compiler is given.</summary>
    public MetadataReference Metadata => _metadata ?? Interlocked.CompareExchange(ref _metadata, MakeMetadata(), null) ?? _metadata;

    /// <summary>A file.</summary>
    public static AddedReference Of(AssemblyFile file) => new(file.Name.Name!, $"{file.Path}:{file.Fingerprint}", file, null, file.Path, null);

    /// <summary>One of another process, as it has it.</summary>
    public static AddedReference Received(string name, string identity, string? path, byte[] content) => new(name, identity, null, null, path, content);

    /// <summary>A loaded assembly; null for one without metadata (<c>AssemblyBuilder</c>, as PowerShell classes are made).</summary>
    public static unsafe AddedReference? Of(Assembly assembly)
    {
        string name = assembly.GetName().Name!;
        return assembly.TryGetRawMetadata(out byte* blob, out int length)
            ? new AddedReference(name, $"{name}:{FileFingerprint.Of(new ReadOnlySpan<byte>(blob, length))}", null, assembly, null, null)
            : null;
    }

    private MetadataReference MakeMetadata() =>
        _received is not null ? ReceivedMetadata.Of(_received, FilePath, Name)
        : _file is null ? LoadedMetadata.Of(_assembly!)
        : FileMetadata.Of(_file);
}
