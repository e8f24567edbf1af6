using System.Reflection;
using System.Runtime.Loader;
using AsyncCSharp.Engine.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncCSharp.Engine.Generators;

/// <summary>
/// Where the source generators of a package live, apart from cells and from what other packages bring under the same names. They run
/// with the engine's Roslyn, and with the framework where it has what they ask for.
/// </summary>
/// <param name="name">What it is called.</param>
/// <param name="files">Their files, and those that they need, by the names of the assemblies.</param>
/// <param name="isCollectible">Whether it goes when no session needs them.</param>
internal sealed class GeneratorLoadContext(string name, IReadOnlyDictionary<string, string> files, bool isCollectible)
    : AssemblyLoadContext(name, isCollectible), IAnalyzerAssemblyLoader
{
    private static readonly Assembly[] s_compiler = [typeof(Compilation).Assembly, typeof(CSharpCompilation).Assembly];

    /// <inheritdoc/>
    public void AddDependencyLocation(string fullPath)
    {
        // All files of the package are known already.
    }

    /// <inheritdoc/>
    public Assembly LoadFromPath(string fullPath) => LoadFromAssemblyPath(fullPath);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        Array.Find(s_compiler, a => a.GetName().Name == assemblyName.Name)
        ?? (!FrameworkFiles.Provides(assemblyName) && files.TryGetValue(assemblyName.Name!, out string? path) ? LoadFromAssemblyPath(path) : null);
}
