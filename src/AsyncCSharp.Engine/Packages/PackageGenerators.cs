using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AsyncCSharp.Engine.Packages;

/// <summary>Finds the source generators of a package as the SDK does: those for C#, and for the newest compiler that is not newer than ours.</summary>
internal static class PackageGenerators
{
    private const string Folder = "analyzers/";
    private const string Compiler = "roslyn";
    private const string Attribute = "GeneratorAttribute";

    // What the engine was built with, and so has beside it. Asking the compiler itself would load it.
    private static readonly Version s_compiler = typeof(PackageGenerators).Assembly.GetReferencedAssemblies().First(a => a.Name == "Microsoft.CodeAnalysis").Version!;

    /// <summary>Their files, with all that lies beside them; none where the package has analyzers only, which do not run here.</summary>
    /// <param name="files">The package's files, by their paths in it.</param>
    /// <param name="folder">Where it was unpacked.</param>
    public static IReadOnlyList<string> Find(IEnumerable<string> files, string folder)
    {
        (string Path, Version? Compiler)[] libraries = [.. files.Where(IsForCSharp).Select(f => (f, CompilerOf(f))).Where(f => f.Item2 is null || f.Item2 <= s_compiler)];
        Version? newest = libraries.Max(f => f.Compiler);
        string[] paths = [.. libraries.Where(f => f.Compiler is null || f.Compiler == newest).Select(f => Path.GetFullPath(f.Path, folder))];
        return paths.Any(HasGenerators) ? paths : [];
    }

    private static bool IsForCSharp(string path) =>
        path.StartsWith(Folder, StringComparison.OrdinalIgnoreCase)
        && path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        && !path.EndsWith(".resources.dll", StringComparison.OrdinalIgnoreCase)
        && !path.Split('/').Any(part => part.Equals("vb", StringComparison.OrdinalIgnoreCase) || part.Equals("fs", StringComparison.OrdinalIgnoreCase));

    // A folder on the way names it, as roslyn4.8.
    private static Version? CompilerOf(string path) => path.Split('/')
        .Where(part => part.StartsWith(Compiler, StringComparison.OrdinalIgnoreCase))
        .Select(part => Version.TryParse(part.AsSpan(Compiler.Length), out Version? version) ? version : null)
        .FirstOrDefault(version => version is not null);

    private static bool HasGenerators(string path)
    {
        try
        {
            using PEReader image = new(File.OpenRead(path));
            MetadataReader metadata = image.GetMetadataReader();
            return metadata.TypeReferences.Any(t => metadata.StringComparer.Equals(metadata.GetTypeReference(t).Name, Attribute));
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            return false;
        }
    }
}
