using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace AsyncCSharp.Engine.Loading;

/// <summary>A context of a session, whose code finds what the session's code finds.</summary>
internal abstract class ResolvingContext : SessionCodeContext
{
    private volatile bool _isGoing;

    protected ResolvingContext(string name)
        : base(name) => Unloading += static context => ((ResolvingContext)context).Leave();

    /// <summary>What it finds. Set once, by who makes the context.</summary>
    protected abstract IAssemblyFinder Known { get; }

    /// <inheritdoc/>
    public override IFailureSink? Failures => Known.Failures;

    // Not whether the context unloads: one that nobody refers to does, while its code lives on.
    /// <inheritdoc/>
    public override bool IsOver => Known.IsOver;

    /// <summary>Whether it unloads, so that it loads nothing more.</summary>
    public bool IsGoing => _isGoing;

    /// <summary>Loads an assembly. False where the context has begun to unload.</summary>
    public bool TryLoad(AssemblyPlace place, [NotNullWhen(true)] out Assembly? assembly)
    {
        assembly = null;
        if (_isGoing)
        {
            return false;
        }

        try
        {
            assembly = AssemblyImage.Load(this, place);
            return true;
        }
        catch (InvalidOperationException) when (_isGoing)
        {
            return false;
        }
    }

    /// <summary>Loads compiled code of the session, and binds it to what is loaded already.</summary>
    protected Assembly LoadCode(byte[] image, byte[] symbols)
    {
        Assembly assembly = LoadFromStream(new MemoryStream(image, writable: false), new MemoryStream(symbols, writable: false));
        if (Known.HasLoaded)
        {
            Bind(assembly, image);
        }

        return assembly;
    }

    /// <summary>The context begins to unload: lets go of what it holds. It may be that nobody refers to it any more.</summary>
    protected virtual void Leave() => _isGoing = true;

    protected sealed override Assembly? Load(AssemblyName assemblyName) => Known.Find(assemblyName);

    protected sealed override nint LoadUnmanagedDll(string unmanagedDllName) =>
        Known.FindNative(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : base.LoadUnmanagedDll(unmanagedDllName);

    // What the code names is bound when it is first executed. By then the session may have been reset (the code is that of a
    // lambda that was kept, or of a finalizer), and what nothing was bound to is gone: other cells' code could not be had again.
    private void Bind(Assembly assembly, byte[] image)
    {
        using PEReader pe = new(new MemoryStream(image, writable: false));
        MetadataReader metadata = pe.GetMetadataReader();
        HashSet<EntityHandle> bound = [];
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            EntityHandle scope = metadata.GetTypeReference(handle).ResolutionScope;
            if (scope.Kind == HandleKind.AssemblyReference
                && !bound.Contains(scope)
                && Known.FindLoaded(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).GetAssemblyName()) is not null)
            {
                _ = assembly.ManifestModule.ResolveType(MetadataTokens.GetToken(handle));
                _ = bound.Add(scope);
            }
        }
    }
}
