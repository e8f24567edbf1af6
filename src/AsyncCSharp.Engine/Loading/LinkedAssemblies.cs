using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace AsyncCSharp.Engine.Loading;

/// <summary>
/// The assemblies of one session, each of which lives as long as any of them is in use. Any thread. Belongs to the session's context
/// until that unloads, and then to the assemblies alone.
/// </summary>
/// <remarks>
/// The runtime links an assembly to another when its code first needs it. Before, the other can be gone while the first is still in use (by a
/// finalizer that has yet to run, or a delegate that was kept). It would be loaded anew then, without what its static fields held.
/// </remarks>
internal sealed class LinkedAssemblies
{
    // The process's, as loaded assemblies are. An entry goes with its assembly.
    private static readonly ConditionalWeakTable<Assembly, LinkedAssemblies> s_links = [];
    private readonly ConcurrentDictionary<string, Assembly> _members = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them.</summary>
    public IEnumerable<Assembly> Members => _members.Values;

    /// <summary>Adds an assembly, in place of the one that had the name before.</summary>
    public void Add(string name, Assembly assembly)
    {
        _members[name] = assembly;

        // What another session or the process has loaded is kept by this one, and keeps nothing of it.
        if (AssemblyLoadContext.GetLoadContext(assembly) is SessionCodeContext)
        {
            _ = s_links.TryAdd(assembly, this);
        }
    }

    /// <summary>The assembly that was added by that name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Assembly? assembly) => _members.TryGetValue(name, out assembly);
}
