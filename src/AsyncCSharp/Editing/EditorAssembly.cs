using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace AsyncCSharp.Editing;

/// <summary>Finds the PSReadLine of the shell.</summary>
internal static class EditorAssembly
{
    /// <summary>The one that the shell has loaded, or null.</summary>
    public static Assembly? OfShell => AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(static a =>
        a.GetName().Name == EditorContext.AssemblyName && AssemblyLoadContext.GetLoadContext(a) is not EditorContext && a.Location.Length > 0);

    /// <summary>The file of the one that the shell has loaded, or would load; null where there is none.</summary>
    public static string? Path
    {
        get
        {
            string path = OfShell?.Location
                ?? System.IO.Path.Combine(System.IO.Path.GetDirectoryName(typeof(PSObject).Assembly.Location)!, "Modules", "PSReadLine", EditorContext.AssemblyName + ".dll");
            return File.Exists(path) ? path : null;
        }
    }
}
