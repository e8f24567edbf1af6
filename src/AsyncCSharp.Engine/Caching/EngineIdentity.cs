using System.Globalization;
using System.IO.Enumeration;
using System.Runtime.InteropServices;
using System.Text;
using AsyncCSharp.Engine.Files;
using AsyncCSharp.Engine.Generators;

namespace AsyncCSharp.Engine.Caching;

/// <summary>
/// Tells apart what compiles cells and what they run on: our own assemblies with all their constant options, the compiler, the weaver,
/// PowerShell and the framework. Code that was made with one of them is not run with another. Found out without loading the compiler.
/// </summary>
/// <remarks>
/// These files are not read for it: the framework alone has 75 MB. They are told apart by the versions of the modules that run, which
/// are hashes of what they were built from, and by the names, lengths and times of the files, wherever they are. That will do because they
/// come as a whole: an installer or package manager puts all of them in place, and whoever may write there decides what code
/// runs here anyway. An update changes the framework's version and with it these lists; where one comes while the process
/// runs, the process keeps no more code (<see cref="IsStill"/>).
/// </remarks>
internal static class EngineIdentity
{
    private static readonly Lazy<string> s_own = new(Describe);

    // The process's. Set once, before anything is compiled, by a process that compiles for another one.
    private static string? s_host;

    // The process's. What a race of two threads costs is that one more looks.
    private static volatile bool s_isKnown;
    private static volatile bool s_isStill = true;

    /// <summary>The identity of this process, or of the one that it compiles for.</summary>
    public static string Text { get => s_host ?? s_own.Value; set => s_host = value; }

    /// <summary>Whether the files that the compiler has read are those that <see cref="Text"/> tells of. To be asked after a compilation: by then the compiler has all files of the framework open.</summary>
    public static bool IsStill
    {
        get
        {
            if (!s_isKnown)
            {
                s_isStill = s_isStill && Describe() == Text;
                s_isKnown = true;
            }

            return s_isStill;
        }
    }

    /// <summary>Another compiler has opened the files: they are to be looked at once more.</summary>
    public static void LookAgain() => s_isKnown = false;

    private static string Describe()
    {
        try
        {
            return DescribeAll();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where the files cannot be read the identity is one that no other process has, so that no code is kept and none is taken.
            return Guid.NewGuid().ToString();
        }
    }

    private static string DescribeAll()
    {
        StringBuilder text = new();
        foreach (Type type in new[] { typeof(object), typeof(System.Management.Automation.PSObject), typeof(CellGlobals), typeof(EngineIdentity) })
        {
            _ = text.Append(type.Module.ModuleVersionId.ToString("n")).Append('|');
            Append(text, new FileInfo(type.Assembly.Location));
        }

        // Beside the engine, or a folder above its images for the platform.
        string engine = Path.GetDirectoryName(typeof(EngineIdentity).Assembly.Location)!;
        foreach (string name in FrameworkGenerators.FileNames.Concat(["Microsoft.CodeAnalysis.dll", "Microsoft.CodeAnalysis.CSharp.dll", "Mono.Cecil.dll"]))
        {
            FileInfo file = new(Path.Combine(engine, name));
            Append(text, file.Exists ? file : new FileInfo(Path.Combine(Path.GetDirectoryName(engine)!, name)));
        }

        return text.Append(FileFingerprint.Of(MemoryMarshal.AsBytes(DescribeFiles(FrameworkFiles.Folder).AsSpan()))).ToString();
    }

    /// <summary>The assemblies in a folder, wherever it is.</summary>
    internal static string DescribeFiles(string folder)
    {
        // Cheaper than the objects of DirectoryInfo: every start from the cache comes by here.
        FileSystemEnumerable<string> files = new(
            folder,
            static (ref FileSystemEntry file) => string.Create(CultureInfo.InvariantCulture, $"{file.FileName}:{file.Length}:{file.LastWriteTimeUtc.Ticks}"))
        {
            ShouldIncludePredicate = static (ref FileSystemEntry file) => file.FileName.EndsWith(".dll", StringComparison.OrdinalIgnoreCase),
        };
        List<string> described = [.. files];
        described.Sort(StringComparer.Ordinal);
        return string.Join('|', described);
    }

    private static void Append(StringBuilder text, FileInfo file)
    {
        if (file.Exists)
        {
            _ = text.Append(file.Name).Append(':').Append(file.Length).Append(':').Append(file.LastWriteTimeUtc.Ticks).Append('|');
        }
    }
}
