using System.Collections.Concurrent;
using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>
/// The documentation of the framework, from the reference pack of an SDK of the same .NET; without one, what the module has of it. What is in one assembly at run time is spread over
/// the pack's files by what the reference assemblies are called. Any thread.
/// </summary>
internal static class FrameworkDocumentation
{
    private const int LargestKnown = 4096;

    private static readonly Lazy<string[]> s_files = new(FindFiles);

    // The process's: which file a type's members are in, or none.
    private static readonly ConcurrentDictionary<string, string> s_known = new(StringComparer.Ordinal);

    /// <summary>The element of a member; null where there is none.</summary>
    /// <param name="first">The name of the file that is likely to have it.</param>
    /// <param name="id">The member's name, as the compiler writes it.</param>
    public static string? Find(string first, string id)
    {
        if (s_files.Value.Length == 0)
        {
            return ShippedDocumentation.Installed.Find(id);
        }

        string type = TypeOf(id);
        if (s_known.TryGetValue(type, out string? known))
        {
            return known.Length == 0 ? null : DocumentationFile.Find(known, id);
        }

        string? member = null;
        string? found = s_files.Value
            .OrderBy(path => Path.GetFileName(path) == first ? 0 : Path.GetFileName(path) == "System.Runtime.xml" ? 1 : 2)
            .FirstOrDefault(path => (member = DocumentationFile.Find(path, id)) is not null || DocumentationFile.Find(path, type) is not null);
        if (s_known.Count < LargestKnown)
        {
            s_known[type] = found ?? string.Empty;
        }

        return member;
    }

    /// <summary>The name of the type that a member is of, or of the type itself.</summary>
    internal static string TypeOf(string id)
    {
        if (id.StartsWith("T:", StringComparison.Ordinal))
        {
            return id;
        }

        int end = id.IndexOf('(', StringComparison.Ordinal);
        int dot = id.LastIndexOf('.', end < 0 ? id.Length - 1 : end);
        return dot < 0 ? id : $"T:{id[2..dot]}";
    }

    private static string[] FindFiles()
    {
        foreach (string root in InstalledDotNets.Folders())
        {
            try
            {
                string packs = Path.Combine(root, "packs", InstalledDotNets.BaseFramework + ".Ref");
                string? pack = !Directory.Exists(packs) ? null : Directory.EnumerateDirectories(packs)
                    .Select(path => (Path: path, Version: Version.TryParse(Path.GetFileName(path), out Version? found) ? found : null))
                    .Where(p => p.Version?.Major == Environment.Version.Major && p.Version.Minor == Environment.Version.Minor)
                    .OrderByDescending(p => p.Version)
                    .FirstOrDefault().Path;
                if (pack is not null && Directory.Exists(Path.Combine(pack, "ref")))
                {
                    return [.. Directory.EnumerateFiles(Path.Combine(pack, "ref"), "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The next one may be readable.
            }
        }

        return [];
    }
}
