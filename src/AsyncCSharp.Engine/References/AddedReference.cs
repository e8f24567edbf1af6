using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine;

/// <summary>An assembly that a session refers to besides the framework. The compiler's view of it is made when first asked for.</summary>
internal sealed class AddedReference
{
    private static readonly ConcurrentDictionary<(string Path, DateTime Written, long Length), Guid> s_versions = new();

    private readonly string? _path;
    private readonly Assembly? _assembly;
    private MetadataReference? _metadata;

    private AddedReference(string name, string? path, Assembly? assembly, string identity)
    {
        Name = name;
        _path = path;
        _assembly = assembly;
        Identity = identity;
    }

    /// <summary>The assembly's simple name.</summary>
    public string Name { get; }

    /// <summary>Tells assemblies apart, also two that were in the same file one after the other.</summary>
    public string Identity { get; }

    /// <summary>What the compiler is given.</summary>
    public MetadataReference Metadata => _metadata ??= _path is not null ? ReferenceCache.FromFile(_path) : ReferenceCache.FromImage(_assembly!);

    /// <summary>A file.</summary>
    public static AddedReference Of(string name, string path)
    {
        FileInfo file = new(path);
        Guid version = s_versions.GetOrAdd((path, file.LastWriteTimeUtc, file.Length), static key => ReadVersion(key.Path));
        return new AddedReference(name, path, null, Describe(file, version));
    }

    /// <summary>A loaded assembly; null for one without metadata (<c>AssemblyBuilder</c>, as PowerShell classes are made).</summary>
    public static unsafe AddedReference? Of(Assembly assembly)
    {
        string name = assembly.GetName().Name!;
        if (!assembly.IsDynamic && assembly.Location.Length > 0 && File.Exists(assembly.Location))
        {
            return new AddedReference(name, assembly.Location, null, Describe(new FileInfo(assembly.Location), assembly.ManifestModule.ModuleVersionId));
        }

        // What Add-Type compiles has no file.
        return assembly.TryGetRawMetadata(out _, out _)
            ? new AddedReference(name, null, assembly, $"{name}:{assembly.ManifestModule.ModuleVersionId}")
            : null;
    }

    private static string Describe(FileInfo file, Guid version) => $"{file.FullName}:{file.LastWriteTimeUtc.Ticks}:{file.Length}:{version}";

    private static Guid ReadVersion(string path)
    {
        using PEReader reader = new(File.OpenRead(path));
        MetadataReader metadata = reader.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
