using System.Reflection;

namespace AsyncCSharp.Engine.Files;

/// <summary>The files of the framework that cells run on. Needs no compiler.</summary>
internal static class FrameworkFiles
{
    /// <summary>The folder of the framework that cells run on.</summary>
    public static string Folder => HostPlaces.Current.Framework;

    /// <summary>The folder of PowerShell's own files.</summary>
    public static string? Shell => Path.GetDirectoryName(HostPlaces.Current.Automation);

    // The names of its assemblies, read from the folder once for the process.
    private static readonly Lazy<HashSet<string>> s_names = new(() =>
        [.. Directory.EnumerateFiles(Folder, "*.dll").Where(Contains).Select(f => Path.GetFileNameWithoutExtension(f)!)]);

    /// <summary>Whether an assembly of that name is the framework's.</summary>
    public static bool Has(string name) => s_names.Value.Contains(name);

    /// <summary>Whether the process has that assembly itself, as new as this one, or is the only one that may.</summary>
    public static bool Provides(AssemblyName assembly)
    {
        string name = assembly.Name!;
        if (name == typeof(System.Management.Automation.PSObject).Assembly.GetName().Name || name == typeof(CellGlobals).Assembly.GetName().Name)
        {
            return true;
        }

        string path = Path.Combine(Folder, name + ".dll");
        return Contains(path) && File.Exists(path) && AssemblyName.GetAssemblyName(path).Version >= assembly.Version;
    }

    /// <summary>Whether an assembly's file is one of PowerShell's own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shell">The folder of PowerShell's own files.</param>
    /// <remarks>A program that hosts PowerShell may have its own files beside those, as where it is published for one platform. It has no pwsh.</remarks>
    public static bool IsShells(string path, string? shell) =>
        Path.GetFileName(path).StartsWith("System.Management.Automation", StringComparison.OrdinalIgnoreCase)
        || (FilePaths.AreSame(Path.GetDirectoryName(path), shell) && File.Exists(Path.Combine(shell!, "pwsh.dll")));

    /// <summary>Whether every cell refers to the file.</summary>
    public static bool Contains(string path)
    {
        // A self-contained host such as pwsh has its own files among the framework's: only their names tell them apart.
        string name = Path.GetFileNameWithoutExtension(path);
        if (name.EndsWith(".Native", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("System.Management.Automation", StringComparison.OrdinalIgnoreCase)
            || !FilePaths.AreSame(Path.GetDirectoryName(path), Folder))
        {
            return false;
        }

        return name.StartsWith("System.", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Microsoft.Win32.", StringComparison.OrdinalIgnoreCase)
            || name is "System" or "mscorlib" or "netstandard" or "Microsoft.CSharp" or "Microsoft.VisualBasic" or "Microsoft.VisualBasic.Core" or "WindowsBase";
    }
}
