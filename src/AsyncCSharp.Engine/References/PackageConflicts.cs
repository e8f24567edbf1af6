using System.Reflection;
using AsyncCSharp.Engine.Files;
using AsyncCSharp.Engine.Loading;
using AsyncCSharp.Engine.Packages;

namespace AsyncCSharp.Engine.References;

/// <summary>Whether a session can have other packages: what it has loaded stays loaded.</summary>
internal static class PackageConflicts
{
    /// <summary>The files of the packages, without those that are there already and new enough.</summary>
    /// <param name="found">The packages that the session is to have.</param>
    /// <param name="before">Those that it has.</param>
    /// <param name="context">Where it loads assemblies.</param>
    /// <exception cref="SessionException">An assembly of them is loaded in a version that does not do.</exception>
    public static PackageFiles FilesOf(PackageSet found, PackageSet before, SessionLoadContext context)
    {
        PackageFiles files = new(found);
        foreach (PackageFiles.Library library in files.Libraries.ToArray())
        {
            if (context.FindLoaded(library.Name.Name!, out string? path) is not { } loaded || FilePaths.AreSame(path, library.Path))
            {
                continue;
            }

            // A value that came from PowerShell brought it; as it is new enough, its types are the ones that are meant.
            bool isPackages = path is not null && before.Packages.Concat(before.Frameworks).Any(p => p.Libraries.Contains(path, FilePaths.Comparer));
            if (isPackages || loaded.GetName().Version < library.Name.Version)
            {
                throw InUse(library, isPackages ? before : null, loaded);
            }

            files.Remove(library);
        }

        return files;
    }

    private static SessionException InUse(PackageFiles.Library library, PackageSet? before, Assembly loaded)
    {
        string version = before?.Find(library.Package.Id)?.Version ?? $"{loaded.GetName().Version}";
        return SessionException.Of(nameof(Strings.PackageInUse), library.Package.Id, version, library.Package.Version);
    }
}
