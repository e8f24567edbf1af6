using System.Globalization;

namespace AsyncCSharp.Engine;

/// <summary>
/// Tells apart what compiles cells and what they run on: our own assemblies, the compiler, PowerShell and the framework.
/// Code that was made with one of them is not run with another. Found out without loading the compiler.
/// </summary>
internal static class EngineIdentity
{
    /// <summary>The identity of this process.</summary>
    public static string Text { get; } = Describe();

    private static string Describe()
    {
        // Versions of modules are hashes of what they were built from: a new build of ours is another one.
        Type[] loaded = [typeof(object), typeof(System.Management.Automation.PSObject), typeof(CellGlobals), typeof(EngineIdentity)];
        string engine = Path.GetDirectoryName(typeof(EngineIdentity).Assembly.Location)!;
        string[] compilers = ["Microsoft.CodeAnalysis.dll", "Microsoft.CodeAnalysis.CSharp.dll", "Mono.Cecil.dll"];
        return string.Join('|', loaded.Select(type => type.Module.ModuleVersionId.ToString())
            .Concat(compilers.Select(file => Describe(new FileInfo(Path.Combine(engine, file)))))
            .Append(FrameworkFiles.Folder)
            .Append(Ticks(new DirectoryInfo(FrameworkFiles.Folder))));
    }

    private static string Describe(FileInfo file) => file.Exists ? $"{file.Length}:{Ticks(file)}" : string.Empty;

    private static string Ticks(FileSystemInfo file) => file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture);
}
