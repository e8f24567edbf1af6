using System.Collections.Concurrent;
using System.Reflection;
using AsyncCSharp.Engine.Files;
using AsyncCSharp.Engine.Packages;

namespace AsyncCSharp.Engine.Loading;

/// <summary>
/// Where a session's assemblies and native libraries lie. Nothing that is loaded is in here, so that it may be kept for as long
/// as any code of the session lives: a finalizer that runs when the session is gone may need one of them for the first time.
/// Any thread.
/// </summary>
internal sealed class AssemblyPlaces
{
    private readonly ConcurrentDictionary<string, AssemblyPlace> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _natives = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _folders = new(FilePaths.Comparer);

    /// <summary>The name by which an assembly is known: that of a satellite has the culture in it, as its folder has.</summary>
    public static string NameOf(AssemblyName assembly) => assembly.CultureName is { Length: > 0 } culture ? Key(culture, assembly.Name!) : assembly.Name!;

    /// <summary>Adds an assembly's file; its own dependencies are looked for beside it.</summary>
    public void Add(AssemblyFile file)
    {
        _files[file.Name.Name!] = new AssemblyPlace(file.Path, file, IsPackages: false);
        _folders[Path.GetDirectoryName(file.Path)!] = true;
    }

    /// <summary>Adds the files of packages. Their dependencies are packages too, and not looked for beside them.</summary>
    public void Add(PackageFiles files)
    {
        foreach (PackageFiles.Library library in files.Libraries)
        {
            _files[library.Name.Name!] = new AssemblyPlace(library.Path, null, IsPackages: true);
        }

        foreach (string path in files.Resources)
        {
            string name = Key(Path.GetFileName(Path.GetDirectoryName(path)!), Path.GetFileNameWithoutExtension(path));
            _files[name] = new AssemblyPlace(path, null, IsPackages: true);
        }

        foreach (string path in files.Natives)
        {
            _natives[Path.GetFileName(path)] = path;
        }
    }

    /// <summary>Adds what others have.</summary>
    public void Add(AssemblyPlaces others)
    {
        foreach ((string name, AssemblyPlace place) in others._files)
        {
            _files[name] = place;
        }

        foreach ((string name, string path) in others._natives)
        {
            _natives[name] = path;
        }

        foreach (string folder in others._folders.Keys)
        {
            _folders[folder] = true;
        }
    }

    /// <summary>The place of the assembly of that name (<see cref="NameOf"/>), or null.</summary>
    public AssemblyPlace? Find(string name)
    {
        if (_files.TryGetValue(name, out AssemblyPlace? place))
        {
            return place;
        }

        string? path = _folders.Keys.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);
        return path is null ? null : new AssemblyPlace(path, null, IsPackages: false);
    }

    /// <summary>The native library for a name, as the runtime varies it, of a package or beside an assembly that was added; or null.</summary>
    public string? FindNative(string name)
    {
        string extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        string[] variants = [name + extension, $"lib{name}{extension}", name, $"lib{name}"];
        return variants.Select(variant => _natives.GetValueOrDefault(variant)).FirstOrDefault(path => path is not null)
            ?? (Path.GetFileName(name) == name ? variants.SelectMany(variant => _folders.Keys.Select(folder => Path.Combine(folder, variant))).FirstOrDefault(File.Exists) : null);
    }

    private static string Key(string culture, string name) => $"{culture}/{name}";
}
