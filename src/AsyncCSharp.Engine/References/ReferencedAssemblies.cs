using System.Reflection;
using System.Runtime.Loader;
using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.References;

/// <summary>What can be said of an assembly that a session is asked to refer to.</summary>
internal static class ReferencedAssemblies
{
    /// <summary>Whether every cell refers to it.</summary>
    public static bool IsFramework(Assembly assembly) =>
        assembly == typeof(CellGlobals).Assembly
        || assembly == typeof(System.Management.Automation.PSObject).Assembly
        || (!assembly.IsDynamic && FrameworkFiles.Contains(assembly.Location));

    /// <summary>The assembly of that name that the process has, or null.</summary>
    public static Assembly? FindLoaded(string name)
    {
        AssemblyName wanted;
        try
        {
            wanted = new AssemblyName(name);
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return null;
        }

        return AssemblyLoadContext.Default.Assemblies.FirstOrDefault(a => string.Equals(a.GetName().Name, wanted.Name, StringComparison.OrdinalIgnoreCase))
            ?? AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(
                a => AssemblyLoadContext.GetLoadContext(a)?.IsCollectible == false && string.Equals(a.GetName().Name, wanted.Name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// What a path or name in a directive stands for: a file, an assembly that the process has or that PowerShell brings along, or a file of the
    /// framework's; or nothing. One of PowerShell's is loaded as PowerShell itself does it: whether it has done so already is up to chance.
    /// </summary>
    public static (string? File, Assembly? Loaded) Find(string pathOrName, string? baseDirectory)
    {
        string path = Path.IsPathRooted(pathOrName) || baseDirectory is null ? pathOrName : Path.Combine(baseDirectory, pathOrName);
        if (File.Exists(path))
        {
            return (Path.GetFullPath(path), null);
        }

        if (FindLoaded(pathOrName) is { } loaded)
        {
            return (null, loaded);
        }

        if (Path.GetFileName(pathOrName) != pathOrName)
        {
            return (null, null);
        }

        string name = pathOrName.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? pathOrName : pathOrName + ".dll";
        if (LoadOfShell(name) is { } shells)
        {
            return (null, shells);
        }

        string framework = Path.Combine(FrameworkFiles.Folder, name);
        return File.Exists(framework) ? (framework, null) : (null, null);
    }

    private static Assembly? LoadOfShell(string fileName)
    {
        string file = Path.Combine(Path.GetDirectoryName(HostPlaces.Current.Automation)!, fileName);
        try
        {
            return File.Exists(file) && !FrameworkFiles.Contains(file) ? AssemblyLoadContext.Default.LoadFromAssemblyName(AssemblyName.GetAssemblyName(file)) : null;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            // It is no assembly, or cannot be loaded.
            return null;
        }
    }

    /// <summary>The build that is in the file, where the process has loaded it from there; else null.</summary>
    public static Assembly? FindLoaded(AssemblyFile file) =>
        AssemblyLoadContext.Default.Assemblies.FirstOrDefault(a => !a.IsDynamic && FilePaths.AreSame(a.Location, file.Path)) is { } loaded && IsBuild(loaded, file)
            ? loaded
            : null;

    /// <summary>Whether a loaded assembly is the build that is in the file.</summary>
    public static bool IsBuild(Assembly loaded, AssemblyFile file) =>
        loaded.ManifestModule.ModuleVersionId == file.ModuleVersion && (!FilePaths.AreSame(loaded.Location, file.Path) || LoadedBuilds.IsCurrent(loaded));

    /// <summary>Reads a file.</summary>
    /// <exception cref="SessionException">It cannot be read, or is no assembly.</exception>
    public static AssemblyFile Read(string path)
    {
        try
        {
            return AssemblyFile.Read(path);
        }
        catch (BadImageFormatException)
        {
            throw SessionException.Of(nameof(Strings.NotAnAssembly), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SessionException.Of(nameof(Strings.FileNotReadable), path, e.Message);
        }
    }
}
