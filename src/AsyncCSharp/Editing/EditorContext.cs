using System.Reflection;
using System.Runtime.Loader;

namespace AsyncCSharp.Editing;

/// <summary>
/// The home of a second copy of PSReadLine. The shell's own copy keeps its line, its history, its keys and its options in statics: in a context of
/// its own this one has others, and whatever becomes of the process, nothing of the shell's has to be put back.
/// </summary>
internal sealed class EditorContext(string folder) : AssemblyLoadContext("AsyncCSharp.Editor")
{
    /// <summary>The name of PSReadLine's assembly.</summary>
    public const string AssemblyName = "Microsoft.PowerShell.PSReadLine";

    // The first has the module's assemblies, the second those for .NET that go with them.
    private readonly string[] _folders = [folder, Path.Combine(folder, "net6plus")];

    protected override Assembly? Load(AssemblyName assemblyName) =>
        _folders.Select(f => Path.Combine(f, assemblyName.Name + ".dll")).FirstOrDefault(File.Exists) is { } path ? LoadFromAssemblyPath(path) : null;
}
