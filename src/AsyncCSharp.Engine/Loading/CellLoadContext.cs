using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace AsyncCSharp.Engine;

/// <summary>The home of one cell that declares nothing: nobody refers to it by name, so it goes as soon as it is no longer run.</summary>
internal sealed class CellLoadContext(string name, SessionLoadContext session) : AssemblyLoadContext(name, isCollectible: true)
{
    private readonly WeakReference<SessionLoadContext> _session = new(session);

    /// <summary>Whether the cell belongs to that session.</summary>
    public bool IsOf(SessionLoadContext session) => _session.TryGetTarget(out SessionLoadContext? own) && own == session;

    /// <summary>Loads the cell.</summary>
    public Assembly LoadCell(byte[] image, byte[] symbols)
    {
        Assembly assembly = LoadFromStream(new MemoryStream(image, writable: false), new MemoryStream(symbols, writable: false));
        if (_session.TryGetTarget(out SessionLoadContext? session) && session.HasAny)
        {
            BindReferences(assembly, image);
        }

        return assembly;
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        _session.TryGetTarget(out SessionLoadContext? session) ? session.Find(assemblyName) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _session.TryGetTarget(out SessionLoadContext? session) && session.FindNative(unmanagedDllName) is { } path
            ? LoadUnmanagedDllFromPath(path)
            : base.LoadUnmanagedDll(unmanagedDllName);

    // A collectible context begins to unload when nobody holds its object any more, and from then on it resolves nothing.
    // Code of the cell may be compiled later than that (a lambda that was kept): the runtime remembers what it has
    // resolved once, so the types of other cells and of the user's references are resolved here and now.
    private void BindReferences(Assembly assembly, byte[] image)
    {
        using PEReader pe = new(new MemoryStream(image, writable: false));
        MetadataReader metadata = pe.GetMetadataReader();
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            EntityHandle scope = metadata.GetTypeReference(handle).ResolutionScope;
            if (scope.Kind == HandleKind.AssemblyReference
                && Load(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).GetAssemblyName()) is not null)
            {
                _ = assembly.ManifestModule.ResolveType(MetadataTokens.GetToken(handle));
            }
        }
    }
}
