using System.Collections.Concurrent;
using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.Loading;

/// <summary>
/// Files for libraries that ask where they lie, and so cannot be loaded from memory: a copy of the library in a folder of its own, with
/// links to what lies beside it. What is built over the library's own file disturbs nobody then, and each build is loaded for what it is.
/// </summary>
internal static class ShadowCopy
{
    // The process's: one for each build that was loaded. The folders go when the process ends.
    private static readonly ConcurrentDictionary<string, Lazy<string?>> s_copies = new(StringComparer.Ordinal);

    /// <summary>The path of a copy; null where none can be made.</summary>
    public static string? Of(AssemblyFile file) =>
        s_copies.GetOrAdd($"{file.Path}:{file.Fingerprint}", _ => new Lazy<string?>(() => TryMake(file))).Value;

    private static string? TryMake(AssemblyFile file)
    {
        try
        {
            string folder = Directory.CreateTempSubdirectory("AsyncCSharp-").FullName;
            // Not with the module: the assemblies in it are mapped for as long as the process lives.
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(folder);
            string path = Path.Combine(folder, Path.GetFileName(file.Path));
            using (Stream image = file.OpenImage())
            using (FileStream copy = File.Create(path))
            {
                image.CopyTo(copy);
            }

            LinkOthers(Path.GetDirectoryName(file.Path)!, folder);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Windows may not allow links: the library has its own folder's name then, and nothing in it.
    private static void LinkOthers(string from, string to)
    {
        try
        {
            foreach (string entry in Directory.EnumerateFileSystemEntries(from))
            {
                string link = Path.Combine(to, Path.GetFileName(entry));
                if (Path.Exists(link))
                {
                    continue;
                }

                if (Directory.Exists(entry))
                {
                    _ = Directory.CreateSymbolicLink(link, entry);
                }
                else if (Path.GetExtension(entry).Equals(".pdb", StringComparison.OrdinalIgnoreCase))
                {
                    // Symbols are built anew with the library, as the library itself is.
                    File.Copy(entry, link);
                }
                else
                {
                    _ = File.CreateSymbolicLink(link, entry);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The library is loaded with as much beside it as could be linked.
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows does not delete loaded files. They are in the temporary folder, which the system cleans up.
        }
    }
}
