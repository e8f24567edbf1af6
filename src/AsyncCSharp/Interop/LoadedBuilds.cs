using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace AsyncCSharp.Interop;

/// <summary>
/// Tells whether the file of an assembly that PowerShell has loaded (<c>Add-Type -Path</c>, a module) still holds that build. The
/// assembly itself cannot be asked: it is mapped, and on Unix what is built over its file is what is read from it.
/// </summary>
internal static class LoadedBuilds
{
    // The process's, as its assemblies are: an entry goes with its assembly.
    private static readonly ConditionalWeakTable<Assembly, Stamp> s_stamps = [];
    private static int s_watches;

    /// <summary>
    /// Takes note of the files that are loaded from now on, for the life of the process: a module that is imported again has to know of what was
    /// loaded in between. The handler refers to nothing of a session's.
    /// </summary>
    public static void Watch()
    {
        if (Interlocked.Exchange(ref s_watches, 1) == 0)
        {
            AppDomain.CurrentDomain.AssemblyLoad += static (_, e) => Note(e.LoadedAssembly);
        }
    }

    /// <summary>Whether the assembly is the build that its file holds. One that was loaded before anybody watched is taken for it when first asked for.</summary>
    public static bool IsCurrent(Assembly loaded) => s_stamps.GetValue(loaded, Stamp.Of).Equals(Stamp.Of(loaded));

    private static void Note(Assembly loaded)
    {
        if (!loaded.IsDynamic && loaded.Location.Length > 0 && AssemblyLoadContext.GetLoadContext(loaded) == AssemblyLoadContext.Default)
        {
            _ = s_stamps.GetValue(loaded, Stamp.Of);
        }
    }

    private sealed record Stamp(DateTime Time, long Length)
    {
        public static Stamp Of(Assembly loaded)
        {
            FileInfo file = new(loaded.Location);
            return file.Exists ? new Stamp(file.LastWriteTimeUtc, file.Length) : new Stamp(default, 0);
        }
    }
}
