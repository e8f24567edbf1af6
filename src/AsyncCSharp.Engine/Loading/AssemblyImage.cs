using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.Loading;

/// <summary>Loads an assembly so that it is what its file holds, and stays that.</summary>
/// <remarks>
/// The runtime maps a file that is loaded by its path. While it is mapped, whoever loads the path gets what was there before;
/// and on Unix, overwriting the file changes the code that runs, or ends the process where the file got shorter. So what may be
/// built anew is loaded from memory, or from a copy (<see cref="ShadowCopy"/>), and so is a file of which the process has mapped another content.
/// </remarks>
internal static class AssemblyImage
{
    // The process's, as its mappings are: for each path the content that was mapped first. Paths stay.
    private static readonly ConcurrentDictionary<string, string> s_mapped = new(FilePaths.Comparer);

    /// <summary>Loads an assembly into a context.</summary>
    public static Assembly Load(AssemblyLoadContext context, AssemblyPlace place)
    {
        AssemblyFile? file = place.IsPackages ? null : place.File ?? AssemblyFile.Read(place.Path);
        if (file is { NeedsPath: false })
        {
            return FromMemory(context, file);
        }

        if (file is not null && ShadowCopy.Of(file) is { } copy)
        {
            return context.LoadFromAssemblyPath(copy);
        }

        return IsMappedAsAnother(place.Path) ? FromMemory(context, file ?? AssemblyFile.Read(place.Path)) : context.LoadFromAssemblyPath(place.Path);
    }

    private static bool IsMappedAsAnother(string path)
    {
        string fingerprint = FileFingerprint.Of(path);
        if (s_mapped.TryGetValue(path, out string? mapped))
        {
            return mapped != fingerprint;
        }

        return AppDomain.CurrentDomain.GetAssemblies().Any(other => IsAnotherOf(path, other)) || s_mapped.GetOrAdd(path, fingerprint) != fingerprint;
    }

    // PowerShell, or another module, may have loaded the file before it was replaced.
    private static bool IsAnotherOf(string path, Assembly loaded) =>
        !loaded.IsDynamic && FilePaths.AreSame(loaded.Location, path) && loaded.ManifestModule.ModuleVersionId != AssemblyFile.Read(path).ModuleVersion;

    private static Assembly FromMemory(AssemblyLoadContext context, AssemblyFile file)
    {
        try
        {
            return context.LoadFromStream(file.OpenImage(), file.OpenSymbols());
        }
        catch (FileLoadException) when (Find(context, file) is not null)
        {
            // Another thread has loaded this build into the context meanwhile. For loads by path the runtime gives that one itself.
            return Find(context, file)!;
        }
    }

    private static Assembly? Find(AssemblyLoadContext context, AssemblyFile file) =>
        context.Assemblies.FirstOrDefault(loaded => loaded.ManifestModule.ModuleVersionId == file.ModuleVersion);
}
