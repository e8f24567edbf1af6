using NuGet.Frameworks;

namespace AsyncCSharp.Engine.Packages;

/// <summary>
/// The C# scripts of a package, as dotnet-script has them: in <c>contentFiles/csx</c>, in a folder for a framework, <c>main.csx</c> or, where there
/// is none, all of the folder.
/// </summary>
internal static class PackageScripts
{
    private const string Root = "contentFiles/csx/";
    private const string Main = "main.csx";

    /// <summary>Finds them.</summary>
    /// <param name="files">All files of the package.</param>
    /// <param name="folder">Where it was unpacked.</param>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> files, string folder)
    {
        string[][] scripts =
        [
            .. files.Where(f => f.StartsWith(Root, StringComparison.OrdinalIgnoreCase) && f.EndsWith(".csx", StringComparison.OrdinalIgnoreCase))
                .Select(f => f.Split('/')).Where(parts => parts.Length == 4),
        ];
        if (scripts.Length == 0)
        {
            return [];
        }

        ILookup<NuGetFramework, string[]> byFramework = scripts.ToLookup(
            parts => parts[2].Equals("any", StringComparison.OrdinalIgnoreCase) ? NuGetFramework.AnyFramework : NuGetFramework.ParseFolder(parts[2]));
        if (new FrameworkReducer().GetNearest(PackageFramework.Current, byFramework.Select(g => g.Key)) is not { } nearest)
        {
            return [];
        }

        string[] found = [.. byFramework[nearest].OrderBy(parts => parts[^1], StringComparer.OrdinalIgnoreCase).Select(parts => Path.GetFullPath(string.Join('/', parts), folder))];
        return Array.Find(found, path => Path.GetFileName(path).Equals(Main, StringComparison.OrdinalIgnoreCase)) is { } main ? [main] : found;
    }
}
