using System.Collections.Concurrent;
using System.Reflection;

namespace AsyncCSharp.Engine.Loading;

/// <summary>
/// What the code of one session finds by name, whichever of the session's contexts it is in, and also when these are going: the
/// runtime still asks a context that unloads, though it can load nothing more. What is needed only then goes into a context of
/// its own. Holds nothing that is loaded, and belongs to the contexts that ask it. Any thread.
/// </summary>
/// <param name="home">Where files are loaded.</param>
/// <param name="linked">Where what is loaded is added.</param>
/// <param name="owner">Whose code finds it; null for nobody's.</param>
internal sealed class SessionAssemblies(IAssemblyHome home, LinkedAssemblies linked, WeakReference<IFailureSink>? owner) : IAssemblyFinder
{
    private readonly ConcurrentDictionary<string, KnownAssembly> _known = new(StringComparer.OrdinalIgnoreCase);

    // Libraries that were loaded for PowerShell, and that no code of the session has needed yet.
    private readonly ConcurrentDictionary<string, EarlyLibrary> _early = new(StringComparer.OrdinalIgnoreCase);
    private readonly LastingReference<LinkedAssemblies> _linked = new(linked);

    // Where this is garbage too, and finalized, the session's context has begun to go.
    private readonly WeakReference<IAssemblyHome> _home = new(home, trackResurrection: true);

    /// <summary>What the session that this one is a copy of finds; null where it is of none, or they load nothing together.</summary>
    public SessionAssemblies? Origin { get; set; }

    /// <summary>Where those are that are not loaded yet.</summary>
    public AssemblyPlaces Places { get; } = new();

    /// <inheritdoc/>
    public IFailureSink? Failures => owner is not null && owner.TryGetTarget(out IFailureSink? found) ? found : null;

    /// <inheritdoc/>
    public bool IsOver => !_home.TryGetTarget(out IAssemblyHome? found) || found.IsGoing;

    /// <inheritdoc/>
    public bool HasLoaded => !_known.IsEmpty;

    /// <summary>The names and assemblies that are loaded.</summary>
    public IEnumerable<KeyValuePair<string, Assembly>> Loaded => _known
        .Select(known => KeyValuePair.Create(known.Key, known.Value.Assembly))
        .Where(known => known.Value is not null)!;

    /// <summary>Says that an assembly of this name is that one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="assembly">The assembly.</param>
    /// <param name="path">The file it was loaded from, or null.</param>
    public void Add(string name, Assembly assembly, string? path = null)
    {
        _known[name] = new KnownAssembly(assembly, path);
        _linked.Target?.Add(name, assembly);
    }

    /// <summary>Says that a library was loaded for PowerShell: the session's code gets that one when it first needs it.</summary>
    public void AddEarly(string name, AssemblyPlace place, Assembly library) => _early[name] = new EarlyLibrary(place, new LastingReference<Assembly>(library));

    /// <summary>Whether a library was loaded for PowerShell, and no code has needed it yet.</summary>
    public bool HasEarly(string name, AssemblyPlace place) => _early.TryGetValue(name, out EarlyLibrary? known) && known.Place == place;

    /// <summary>Takes over what another session has of libraries that no code has needed yet.</summary>
    /// <returns>Their names, and the libraries.</returns>
    public IEnumerable<KeyValuePair<string, Assembly>> AddEarlyOf(SessionAssemblies other)
    {
        foreach ((string name, EarlyLibrary early) in other._early)
        {
            if (early.Library.Target is { } library)
            {
                _early[name] = early;
                yield return KeyValuePair.Create(name, library);
            }
        }
    }

    /// <summary>
    /// A library that is not to be loaded anew, since it was for PowerShell, or for a session that this one is a copy of: code of that one from before
    /// the copy means that very library, also when that session has gone, and its types must be the same here.
    /// </summary>
    public Assembly? FindElsewhere(string name, AssemblyPlace place)
    {
        if (_early.TryRemove(name, out EarlyLibrary? early) && early.Place == place && early.Library.Target is { } library)
        {
            return library;
        }

        return Origin is { } origin && origin.Places.Find(name) == place ? origin.Find(name, place) : null;
    }

    /// <summary>The assembly of that name if it is loaded, and its file.</summary>
    public Assembly? FindLoaded(string name, out string? path)
    {
        KnownAssembly? known = _known.GetValueOrDefault(name);
        path = known?.Path;
        return known?.Assembly;
    }

    /// <inheritdoc/>
    public Assembly? FindLoaded(AssemblyName assembly)
    {
        string name = AssemblyPlaces.NameOf(assembly);
        return FindLoaded(name, out _) ?? (assembly.Version is { } version ? FindLoaded(NameOf(name, version), out _) : null);
    }

    /// <inheritdoc/>
    public Assembly? Find(AssemblyName assembly)
    {
        if (FindLoaded(assembly) is { } loaded)
        {
            return loaded;
        }

        string name = AssemblyPlaces.NameOf(assembly);
        return Places.Find(name) is { } place ? Load(name, place) : null;
    }

    /// <summary>The assembly of that name that lies in a place known here. Loads it where that has not been done.</summary>
    public Assembly Find(string name, AssemblyPlace place) => FindLoaded(name, out _) ?? Load(name, place);

    /// <inheritdoc/>
    public string? FindNative(string name) => Places.FindNative(name);

    /// <summary>The name of one of several versions that live side by side.</summary>
    public static string NameOf(string name, Version version) => $"{name}, {version}";

    private Assembly Load(string name, AssemblyPlace place)
    {
        if (_home.TryGetTarget(out IAssemblyHome? home) && home.TryLoad(name, place, out Assembly? loaded))
        {
            return loaded;
        }

        // A context for each: one that is kept from here would keep what is linked to its assembly, and that would keep this.
        Assembly late = FindElsewhere(name, place) ?? AssemblyImage.Load(new LateLoadContext(this), place);
        Add(name, late, place.Path);
        return late;
    }

    // A class: the framework's code for dictionaries of classes is compiled ahead of time.
    private sealed record EarlyLibrary(AssemblyPlace Place, LastingReference<Assembly> Library);

    // An assembly, and the file that it was loaded from. One that stays with the process needs no reference that waits for its end.
    private sealed class KnownAssembly(Assembly assembly, string? path)
    {
        private readonly Assembly? _lasting = assembly.IsCollectible ? null : assembly;
        private readonly LastingReference<Assembly>? _found = assembly.IsCollectible ? new(assembly) : null;

        public Assembly? Assembly => _lasting ?? _found!.Target;

        public string? Path => path;
    }
}
