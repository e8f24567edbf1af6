using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine;

/// <summary>References that every cell has: the framework, PowerShell's engine, and the types that cells see. Built once a process.</summary>
internal static class FrameworkReferences
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_all = new(Create);

    /// <summary>The references.</summary>
    public static IReadOnlyList<MetadataReference> All => s_all.Value;

    /// <summary>The folder of the framework that the process runs on.</summary>
    public static string Folder { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static MetadataReference[] Create()
    {
        // A self-contained host such as pwsh has its own files between the framework's: the names tell.
        IEnumerable<string> framework = Directory.EnumerateFiles(Folder, "*.dll").Where(IsFramework);
        string[] ours =
        [
            typeof(System.Management.Automation.PSObject).Assembly.Location,
            typeof(CellGlobals).Assembly.Location,
        ];
        return [.. framework.Concat(ours).Distinct(StringComparer.OrdinalIgnoreCase).Select(path => MappedMetadata.TryOpen(path) ?? ReferenceCache.FromFile(path))];
    }

    private static bool IsFramework(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        if (name.EndsWith(".Native", StringComparison.OrdinalIgnoreCase) || name.StartsWith("System.Management.Automation", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return name.StartsWith("System.", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Microsoft.Win32.", StringComparison.OrdinalIgnoreCase)
            || name is "System" or "mscorlib" or "netstandard" or "Microsoft.CSharp" or "Microsoft.VisualBasic" or "Microsoft.VisualBasic.Core" or "WindowsBase";
    }
}
