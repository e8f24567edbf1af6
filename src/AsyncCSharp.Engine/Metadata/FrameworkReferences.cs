using System.Reflection.Metadata;
using AsyncCSharp.Engine.Files;
using Microsoft.CodeAnalysis;
using AssemblyFile = AsyncCSharp.Engine.Files.AssemblyFile;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>References that every cell has: the framework, PowerShell's engine, and the types that cells see. Built once a process.</summary>
internal static class FrameworkReferences
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_all = new(CreateAll);
    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_needed = new(() => FindNeeded(All));

    /// <summary>All of them: what somebody's library was compiled with may be any.</summary>
    public static IReadOnlyList<MetadataReference> All => s_all.Value;

    /// <summary>
    /// Those that a cell without a reference of its own can get to. A third of the framework's files has no types and only
    /// says where they are now, for libraries that were compiled with older ones: it costs a new cell a sixth of its time.
    /// </summary>
    public static IReadOnlyList<MetadataReference> Needed => s_needed.Value;

    /// <summary>Opens them in the background, for who is about to compile and has something else to do first.</summary>
    public static void Open() => ThreadPool.UnsafeQueueUserWorkItem(
        static _ =>
        {
            try
            {
                _ = Needed;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException)
            {
                // The cell that needs them meets it, too, and tells.
            }
        },
        null);

    /// <summary>The simple name of the assembly.</summary>
    public static string NameOf(MetadataReference reference) => Path.GetFileNameWithoutExtension(reference.Display!);

    private static MetadataReference[] CreateAll()
    {
        IEnumerable<string> framework = Directory.EnumerateFiles(FrameworkFiles.Folder, "*.dll").Where(FrameworkFiles.Contains);
        string[] ours = [HostPlaces.Current.Automation, HostPlaces.Current.Module];
        return [.. framework.Concat(ours).Distinct(StringComparer.OrdinalIgnoreCase).Select(path => MappedMetadata.TryOpen(path) ?? FileMetadata.Of(AssemblyFile.Read(path)))];
    }

    // Assemblies that have types, and all that these refer to.
    private static MetadataReference[] FindNeeded(IReadOnlyList<MetadataReference> all)
    {
        Dictionary<string, MetadataReader> readers = new(StringComparer.OrdinalIgnoreCase);
        Stack<MetadataReader> open = new();
        HashSet<string> needed = new(StringComparer.OrdinalIgnoreCase);
        foreach (MetadataReference reference in all)
        {
            MetadataReader reader = ReaderOf(reference);
            string name = NameOf(reference);
            readers[name] = reader;
            if (HasTypes(reader) && needed.Add(name))
            {
                open.Push(reader);
            }
        }

        while (open.TryPop(out MetadataReader? reader))
        {
            foreach (AssemblyReferenceHandle handle in reader.AssemblyReferences)
            {
                string name = reader.GetString(reader.GetAssemblyReference(handle).Name);
                if (readers.TryGetValue(name, out MetadataReader? referred) && needed.Add(name))
                {
                    open.Push(referred);
                }
            }
        }

        return [.. all.Where(r => needed.Contains(NameOf(r)))];
    }

    // Each module has one type, <Module>, for what is outside of types.
    private static bool HasTypes(MetadataReader reader) => reader.TypeDefinitions.Count > 1;

    private static MetadataReader ReaderOf(MetadataReference reference) =>
        ((AssemblyMetadata)((PortableExecutableReference)reference).GetMetadata()).GetModules()[0].GetMetadataReader();
}
