using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace AsyncCSharp.Engine;

/// <summary>
/// The home of a session's compiled cells, and of the assemblies that it refers to. Collectible: gone, with all of them,
/// when the session has been reset and nothing refers to an object of theirs.
/// </summary>
internal sealed class SessionLoadContext : ResolvingContext
{
    // What has to stay as long as the session does. A collectible context that holds its own assemblies is never freed.
    private readonly ConcurrentDictionary<string, Assembly> _held = new(StringComparer.OrdinalIgnoreCase);

    public SessionLoadContext(string sessionName, WeakReference<CSharpSession>? owner = null)
        : base($"AsyncCSharp session {sessionName}") => Known = new SessionAssemblies(this, owner);

    /// <summary>What cells of the session find by name.</summary>
    public SessionAssemblies Found => Known;

    protected override SessionAssemblies Known { get; }

    /// <summary>Loads a compiled cell that later cells will refer to.</summary>
    public Assembly LoadCell(string name, byte[] image, byte[] symbols)
    {
        Assembly assembly = LoadCode(image, symbols);
        Hold(name, assembly);
        return assembly;
    }

    /// <summary>Loads a library of types. Of one that is redefined several versions live side by side, each in a context of its own.</summary>
    public void LoadLibrary(string name, Version version, byte[] image, byte[] symbols) =>
        Hold(SessionAssemblies.NameOf(name, version), new CellLoadContext($"{name} {version}", Known).LoadCell(image, symbols));

    /// <summary>Says that an assembly of this name is that one.</summary>
    public void Map(Assembly assembly) => Hold(assembly.GetName().Name!, assembly);

    /// <summary>Says that an assembly of this name is in that file; its own dependencies are looked for beside it.</summary>
    public void Map(AssemblyFile file) => Known.Places.Add(file);

    /// <summary>Says where the assemblies of packages are. Their dependencies are packages too, and not looked for beside them.</summary>
    public void Map(PackageFiles files) => Known.Places.Add(files);

    /// <summary>The assembly of that name if it is loaded here, and the file it came from.</summary>
    public Assembly? FindLoaded(string name, out string? path) => Known.FindLoaded(name, out path);

    /// <summary>A type of that full name in what is loaded here, or null.</summary>
    public Type? FindType(string name) => Assemblies.Reverse().Select(a => a.GetType(name)).FirstOrDefault(t => t is not null);

    /// <summary>Loads a file of the session. False where the context has begun to unload.</summary>
    public bool TryLoad(string name, AssemblyPlace place, [NotNullWhen(true)] out Assembly? assembly)
    {
        if (TryLoad(place, out assembly))
        {
            Hold(name, assembly, place.Path);
            return true;
        }

        return false;
    }

    /// <summary>Takes over where another session's assemblies are found.</summary>
    public void Continue(SessionLoadContext other)
    {
        Known.Places.Add(other.Known.Places);
        foreach ((string name, Assembly assembly) in other.Known.Loaded)
        {
            _ = other.Known.FindLoaded(name, out string? path);
            Hold(name, assembly, path);
        }
    }

    protected override void Leave()
    {
        base.Leave();
        _held.Clear();
    }

    private void Hold(string name, Assembly assembly, string? path = null)
    {
        Known.Add(name, assembly, path);
        _held[name] = assembly;
        if (IsGoing)
        {
            _held.Clear();
        }
    }
}
