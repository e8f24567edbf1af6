using System.Reflection;
using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.Packages;

/// <summary>
/// The files of a session's packages by the names of their assemblies, without what the framework has in the same or a higher
/// version, and without what can be there once only: PowerShell's engine and our own types.
/// </summary>
internal sealed class PackageFiles
{
    private readonly Dictionary<string, Library> _libraries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _references = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _resources = [];
    private readonly List<string> _natives = [];

    public PackageFiles(PackageSet packages)
    {
        // Where a framework and a package have the same assembly, the newer one is taken, as in a project.
        foreach (ResolvedPackage package in packages.Packages.Concat(packages.Frameworks))
        {
            foreach (string path in package.Libraries)
            {
                if (NameOf(package, path) is { } name && !FrameworkFiles.Provides(name) && !IsOlder(name))
                {
                    _libraries[name.Name!] = new Library(package, name, path);
                    _ = _references.Remove(name.Name!);
                }
            }

            foreach (string path in package.References)
            {
                if (NameOf(package, path) is { } name && !FrameworkFiles.Provides(name) && !IsOlder(name))
                {
                    _references[name.Name!] = path;
                }
            }

            _resources.AddRange(package.Resources);
            _natives.AddRange(package.Natives);
        }
    }

    /// <summary>What is loaded.</summary>
    public IReadOnlyCollection<Library> Libraries => _libraries.Values;

    /// <summary>What cells are compiled with.</summary>
    public IReadOnlyDictionary<string, string> References => _references;

    /// <summary>Satellite assemblies, each in a folder named for its culture.</summary>
    public IReadOnlyList<string> Resources => _resources;

    /// <summary>Native libraries.</summary>
    public IReadOnlyList<string> Natives => _natives;

    /// <summary>Leaves out an assembly that is there already.</summary>
    public void Remove(Library library)
    {
        _ = _libraries.Remove(library.Name.Name!);
        _ = _references.Remove(library.Name.Name!);
    }

    private bool IsOlder(AssemblyName name) => _libraries.TryGetValue(name.Name!, out Library? known) && known.Name.Version > name.Version;

    // A native library may lie between the others.
    private static AssemblyName? NameOf(ResolvedPackage package, string path)
    {
        try
        {
            return AssemblyName.GetAssemblyName(path);
        }
        catch (BadImageFormatException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SessionException.Of(nameof(Strings.PackageInvalid), package.Id, package.Version, e.Message);
        }
    }

    /// <summary>An assembly of a package.</summary>
    public sealed record Library(ResolvedPackage Package, AssemblyName Name, string Path);
}
