using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using AsyncCSharp.Engine.Files;
using AsyncCSharp.Engine.Packages;

namespace AsyncCSharp.Engine.Loading;

/// <summary>
/// The home of a session's compiled cells, and of the assemblies that it refers to. Collectible: gone, with all of them,
/// when the session has been reset and nothing refers to an object of theirs. See docs/design/submissions.md.
/// </summary>
internal sealed class SessionLoadContext : ResolvingContext, IAssemblyHome
{
    // The names of libraries that PowerShell does not know yet.
    private readonly ConcurrentQueue<string> _newLibraries = new();
    private readonly SessionAssemblies _found;

    // The home of the next cell that declares nothing: made while the compiler is waited for.
    private CellLoadContext? _next;

    // What has to stay as long as the session does. A context that unloads and keeps its own assemblies is never freed.
    private volatile LinkedAssemblies? _linked = new();

    public SessionLoadContext(string sessionName, WeakReference<IFailureSink>? owner = null)
        : base($"AsyncCSharp session {sessionName}") => _found = new SessionAssemblies(this, _linked, owner);

    private IEnumerable<Assembly> Held => _linked?.Members ?? [];

    /// <summary>This context, and those of libraries that were loaded for PowerShell.</summary>
    public IReadOnlyList<WeakReference> Homes => [new(this), .. Held.Select(GetLoadContext).OfType<LibraryLoadContext>().Distinct().Select(c => new WeakReference(c))];

    /// <summary>What cells of the session find by name.</summary>
    public IAssemblyFinder Found => _found;

    protected override IAssemblyFinder Known => _found;

    /// <summary>Loads a compiled cell that later cells will refer to.</summary>
    public Assembly LoadCell(string name, byte[] image, byte[] symbols)
    {
        Assembly assembly = LoadCode(image, symbols);
        Hold(name, assembly);
        return assembly;
    }

    /// <summary>Makes the home of a cell that declares nothing, where there is none yet: a seventh of what such a cell takes in the shell, and the same for all.</summary>
    public void Prepare()
    {
        if (!IsGoing)
        {
            _next ??= NewHome();
        }
    }

    /// <summary>Loads a compiled cell that nobody refers to.</summary>
    /// <param name="image">Its assembly.</param>
    /// <param name="symbols">The symbols of that.</param>
    /// <param name="starter">What alone can start it.</param>
    public Assembly LoadAlone(byte[] image, byte[] symbols, object starter) =>
        (Interlocked.Exchange(ref _next, null) ?? NewHome()).LoadCell(image, symbols, starter);

    /// <summary>Loads a library of types. Of one that is redefined several versions live side by side, each in a context of its own.</summary>
    public void LoadLibrary(string name, Version version, byte[] image, byte[] symbols) =>
        Hold(SessionAssemblies.NameOf(name, version), new CellLoadContext($"{name} {version}", Known).LoadCell(image, symbols));

    /// <summary>Says that a version of a library of types is another version of it: the types are the same, and fewer of them are seen.</summary>
    public void MapLibrary(string name, Version version, Version other)
    {
        if (version != other && _found.FindLoaded(SessionAssemblies.NameOf(name, version), out _) is { } library)
        {
            Hold(SessionAssemblies.NameOf(name, other), library);
        }
    }

    /// <summary>Says that an assembly of this name is that one.</summary>
    public void Map(Assembly assembly)
    {
        AssemblyName name = assembly.GetName();

        // Of an enumeration of PowerShell that is declared anew, there are several.
        Hold(name.Name!.StartsWith(EnumTwins.AssemblyPrefix, StringComparison.Ordinal) ? SessionAssemblies.NameOf(name.Name, name.Version!) : name.Name, assembly);
    }

    /// <summary>Says that an assembly of this name is in that file; its own dependencies are looked for beside it.</summary>
    public void Map(AssemblyFile file) => _found.Places.Add(file);

    /// <summary>Says where the assemblies of packages are. Their dependencies are packages too, and not looked for beside them.</summary>
    public void Map(PackageFiles files) => _found.Places.Add(files);

    /// <summary>The assembly of that name if it is loaded here, and the file it came from.</summary>
    public Assembly? FindLoaded(string name, out string? path) => _found.FindLoaded(name, out path);

    /// <summary>A type of that full name in what is loaded here, or null.</summary>
    public Type? FindType(string name) =>
        Assemblies.Reverse().Concat(Held).Select(a => a.GetType(name)).FirstOrDefault(t => t is not null);

    /// <inheritdoc/>
    public bool TryLoad(string name, AssemblyPlace place, [NotNullWhen(true)] out Assembly? assembly)
    {
        if (_found.FindElsewhere(name, place) is { } there)
        {
            assembly = there;
            Hold(name, assembly, place.Path);
            return true;
        }

        if (TryLoad(place, out assembly))
        {
            Hold(name, assembly, place.Path);
            return true;
        }

        return false;
    }

    /// <summary>Loads a library of the session for PowerShell.</summary>
    public void LoadEarly(AssemblyName assembly)
    {
        string name = AssemblyPlaces.NameOf(assembly);
        if (_found.FindLoaded(name, out _) is not null
            || _found.Places.Find(name) is not { } place
            || _found.HasEarly(name, place))
        {
            return;
        }

        if (new LibraryLoadContext($"{Name}: {name}", Known).TryLoad(place, out Assembly? library))
        {
            _found.AddEarly(name, place, library);
            _linked?.Add(name, library);
            _newLibraries.Enqueue(name);
        }
    }

    /// <summary>The libraries that were loaded from files since the last call.</summary>
    public IReadOnlyList<Assembly> TakeNewLibraries()
    {
        if (_newLibraries.IsEmpty)
        {
            return [];
        }

        List<Assembly> libraries = [];
        while (_newLibraries.TryDequeue(out string? name))
        {
            if (_linked is { } linked && linked.TryGet(name, out Assembly? library) && GetLoadContext(library) != Default)
            {
                libraries.Add(library);
            }
        }

        return libraries;
    }

    /// <summary>Takes over where another session's assemblies are found.</summary>
    /// <param name="other">The other session's.</param>
    /// <param name="loadsTogether">Whether what neither has loaded yet is loaded there, for both.</param>
    public void Continue(SessionLoadContext other, bool loadsTogether)
    {
        _found.Origin = loadsTogether ? other._found : null;
        _found.Places.Add(other._found.Places);
        foreach ((string name, Assembly assembly) in other._found.Loaded)
        {
            _ = other._found.FindLoaded(name, out string? path);
            Hold(name, assembly, path);
        }

        foreach ((string name, Assembly library) in _found.AddEarlyOf(other._found))
        {
            _linked?.Add(name, library);
            _newLibraries.Enqueue(name);
        }
    }

    protected override void Leave()
    {
        base.Leave();
        _next = null;
        _linked = null;
    }

    private CellLoadContext NewHome() => new("AsyncCSharp cell", Known);

    private void Hold(string name, Assembly assembly, string? path = null)
    {
        _found.Add(name, assembly, path);
        if (path is not null)
        {
            _newLibraries.Enqueue(name);
        }
    }
}
