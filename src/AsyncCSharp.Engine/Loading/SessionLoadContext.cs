using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace AsyncCSharp.Engine;

/// <summary>
/// The home of a session's compiled cells, and of the assemblies that it refers to. Collectible: gone, with all of them,
/// when the session has been reset and nothing refers to an object of theirs.
/// </summary>
internal sealed class SessionLoadContext(string sessionName) : AssemblyLoadContext($"AsyncCSharp session {sessionName}", isCollectible: true)
{
    private readonly ConcurrentDictionary<string, Assembly> _loaded = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _natives = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);

    /// <summary>Whether cells find anything here that is not everybody's.</summary>
    public bool HasAny => !_loaded.IsEmpty || !_files.IsEmpty;

    /// <summary>Loads a compiled cell that later cells will refer to.</summary>
    public Assembly LoadCell(string name, byte[] image, byte[] symbols)
    {
        Assembly assembly = LoadFromStream(new MemoryStream(image, writable: false), new MemoryStream(symbols, writable: false));
        _loaded[name] = assembly;
        return assembly;
    }

    /// <summary>Loads a library of types. Of one that is redefined several versions live side by side, each in a context of its own.</summary>
    public void LoadLibrary(string name, Version version, byte[] image, byte[] symbols) =>
        _loaded[Key(name, version)] = new CellLoadContext($"{name} {version}", this).LoadCell(image, symbols);

    /// <summary>Says that an assembly of this name is that one.</summary>
    public void Map(Assembly assembly) => _loaded[assembly.GetName().Name!] = assembly;

    /// <summary>Says that an assembly of this name is in that file; its own dependencies are looked for beside it.</summary>
    public void Map(string name, string path)
    {
        _files[name] = path;
        _folders[Path.GetDirectoryName(path)!] = true;
    }

    /// <summary>Says where the assemblies of packages are. Their dependencies are packages too, and not looked for beside them.</summary>
    public void Map(PackageFiles files)
    {
        foreach (PackageFiles.Library library in files.Libraries)
        {
            _files[library.Name.Name!] = library.Path;
        }

        foreach (string path in files.Resources)
        {
            _files[Key(Path.GetFileName(Path.GetDirectoryName(path)!), Path.GetFileNameWithoutExtension(path))] = path;
        }

        foreach (string path in files.Natives)
        {
            _natives[Path.GetFileName(path)] = path;
        }
    }

    /// <summary>The assembly of that name if it is loaded here.</summary>
    public Assembly? FindLoaded(string name) => _loaded.GetValueOrDefault(name);

    /// <summary>The assembly of that name, as cells of the session see it; null for the default context's.</summary>
    public Assembly? Find(AssemblyName assemblyName)
    {
        string name = assemblyName.CultureName is { Length: > 0 } culture ? Key(culture, assemblyName.Name!) : assemblyName.Name!;
        if (_loaded.TryGetValue(name, out Assembly? assembly) || (assemblyName.Version is { } version && _loaded.TryGetValue(Key(name, version), out assembly)))
        {
            return assembly;
        }

        if (_files.TryGetValue(name, out string? path) || TryProbe(name, out path))
        {
            return _loaded.GetOrAdd(name, _ => LoadFromAssemblyPath(path));
        }

        return null;
    }

    /// <summary>A type of that full name in what is loaded here, or null.</summary>
    public Type? FindType(string name) => Assemblies.Reverse().Select(a => a.GetType(name)).FirstOrDefault(t => t is not null);

    /// <summary>Takes over where another session's assemblies are found.</summary>
    public void Continue(SessionLoadContext other)
    {
        foreach ((string name, Assembly assembly) in other._loaded)
        {
            _loaded[name] = assembly;
        }

        foreach ((string name, string path) in other._files)
        {
            _files[name] = path;
        }

        foreach ((string name, string path) in other._natives)
        {
            _natives[name] = path;
        }

        foreach (string folder in other._folders.Keys)
        {
            _folders[folder] = true;
        }
    }

    /// <summary>Lets go of everything. A collectible context that holds a map of its own assemblies is never freed.</summary>
    public void Close()
    {
        _loaded.Clear();
        _files.Clear();
        _natives.Clear();
        _folders.Clear();
        Unload();
    }

    protected override Assembly? Load(AssemblyName assemblyName) => Find(assemblyName);

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        FindNative(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : base.LoadUnmanagedDll(unmanagedDllName);

    /// <summary>The native library that a package has for a name, as the runtime varies it; or null.</summary>
    public string? FindNative(string name)
    {
        string extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        string[] variants = [name, name + extension, $"lib{name}{extension}", $"lib{name}"];
        return variants.Select(variant => _natives.GetValueOrDefault(variant)).FirstOrDefault(path => path is not null);
    }

    private static string Key(string culture, string name) => $"{culture}/{name}";

    private static string Key(string name, Version version) => $"{name}, {version}";

    private bool TryProbe(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? path)
    {
        path = _folders.Keys.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);
        return path is not null;
    }
}
