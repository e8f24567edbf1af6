using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine;

/// <summary>References that every cell has: the framework, PowerShell's engine, and the types that cells see. Built once a process.</summary>
internal static class FrameworkReferences
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_all = new(Create);

    /// <summary>The references.</summary>
    public static IReadOnlyList<MetadataReference> All => s_all.Value;

    private static MetadataReference[] Create()
    {
        IEnumerable<string> framework = Directory.EnumerateFiles(FrameworkFiles.Folder, "*.dll").Where(FrameworkFiles.Contains);
        string[] ours =
        [
            typeof(System.Management.Automation.PSObject).Assembly.Location,
            typeof(CellGlobals).Assembly.Location,
        ];
        return [.. framework.Concat(ours).Distinct(StringComparer.OrdinalIgnoreCase).Select(path => MappedMetadata.TryOpen(path) ?? ReferenceCache.FromFile(path))];
    }
}
