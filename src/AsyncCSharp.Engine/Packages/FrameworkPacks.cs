namespace AsyncCSharp.Engine.Packages;

/// <summary>What an SDK has to build with a shared framework, where one is installed beside it.</summary>
internal static class FrameworkPacks
{
    // What completes types. The others replace calls, which they find in ordinary programs only.
    private static readonly string[] s_files = ["Microsoft.Extensions.Logging.Generators.dll", "Microsoft.Extensions.Options.SourceGeneration.dll"];

    /// <summary>The source generators of a shared framework, of the newest pack for the same .NET; none where there is no SDK.</summary>
    /// <param name="framework">The framework's folder: <c>shared/Name/1.2.3</c>.</param>
    public static IReadOnlyList<string> FindGenerators(string framework)
    {
        DirectoryInfo folder = new(framework);
        string packs = Path.Combine(folder.Parent!.Parent!.Parent!.FullName, "packs", folder.Parent.Name + ".Ref");
        if (!Version.TryParse(folder.Name, out Version? version) || !Directory.Exists(packs))
        {
            return [];
        }

        string? pack = Directory.EnumerateDirectories(packs)
            .Select(path => (Path: path, Version: Version.TryParse(Path.GetFileName(path), out Version? found) ? found : null))
            .Where(p => p.Version?.Major == version.Major && p.Version.Minor == version.Minor)
            .OrderByDescending(p => p.Version)
            .FirstOrDefault().Path;
        return pack is null ? [] : [.. s_files.Select(file => Path.Combine(pack, "analyzers", "dotnet", "cs", file)).Where(File.Exists)];
    }
}
