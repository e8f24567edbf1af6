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
    private MetadataReference? _metadata;

    private AddedReference(string name, string identity, AssemblyFile? file, Assembly? assembly)
    {
        Name = name;
        Identity = identity;
        _file = file;
        _assembly = assembly;
    }

    /// <summary>The assembly's simple name.</summary>
    public string Name { get; }

    /// <summary>The file that was asked for; the name of an assembly that was loaded already.</summary>
    public string Place => _file?.Path ?? Name;

    /// <summary>Tells assemblies apart by all that the compiler sees of them, also two that were in the same file one after the other.</summary>
    public string Identity { get; }

    /// <summary>What the compiler is given.</summary>
    public MetadataReference Metadata => _metadata ??= _file is null ? LoadedMetadata.Of(_assembly!) : FileMetadata.Of(_file);

    /// <summary>A file.</summary>
    public static AddedReference Of(AssemblyFile file) => new(file.Name.Name!, $"{file.Path}:{file.Fingerprint}", file, null);

    /// <summary>A loaded assembly; null for one without metadata (<c>AssemblyBuilder</c>, as PowerShell classes are made).</summary>
    public static unsafe AddedReference? Of(Assembly assembly)
    {
        string name = assembly.GetName().Name!;
        return assembly.TryGetRawMetadata(out byte* blob, out int length)
            ? new AddedReference(name, $"{name}:{FileFingerprint.Of(new ReadOnlySpan<byte>(blob, length))}", null, assembly)
            : null;
    }
}
