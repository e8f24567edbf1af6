using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace AsyncCSharp.Engine;

/// <summary>The home of one cell that declares nothing: nobody refers to it by name, so it goes as soon as it is no longer run.</summary>
internal sealed class CellLoadContext(string name, SessionLoadContext session) : AssemblyLoadContext(name, isCollectible: true)
{
    // A collectible context begins to unload when nobody holds its object, and then resolves nothing any more: code of
    // the cell that is compiled late (a lambda in the background) holds it through its assembly.
    private static readonly ConditionalWeakTable<Assembly, CellLoadContext> s_alive = [];

    private readonly WeakReference<SessionLoadContext> _session = new(session);

    /// <summary>Loads the cell.</summary>
    public Assembly LoadCell(byte[] image, byte[] symbols)
    {
        Assembly assembly = LoadFromStream(new MemoryStream(image, writable: false), new MemoryStream(symbols, writable: false));
        s_alive.Add(assembly, this);
        return assembly;
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        _session.TryGetTarget(out SessionLoadContext? session) ? session.Find(assemblyName) : null;
}
