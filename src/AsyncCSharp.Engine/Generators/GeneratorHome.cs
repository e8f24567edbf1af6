using System.Collections.Concurrent;
using System.Reflection;
using AsyncCSharp.Engine.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncCSharp.Engine.Generators;

/// <summary>
/// The source generators of one package with what they need, loaded when a cell first has something for them. For the compiler's thread;
/// what is known of the files, any thread.
/// </summary>
internal sealed class GeneratorHome
{
    // The process's: sessions with the same package share its generators, which take a while to be compiled by the runtime, for as long as
    // one of them has the package. Identities and weak references stay.
    private static readonly ConcurrentDictionary<string, WeakReference<GeneratorHome>> s_known = new(StringComparer.Ordinal);

    private readonly string _name;
    private readonly bool _isCollectible;
    private readonly Dictionary<string, Loaded> _loaded = new(StringComparer.Ordinal);
    private GeneratorLoadContext? _context;

    private GeneratorHome(string name, string identity, IReadOnlyDictionary<string, string> files, bool isCollectible)
    {
        _name = name;
        Identity = identity;
        Files = files;
        _isCollectible = isCollectible;
    }

    /// <summary>Tells generators apart by all of their bytes.</summary>
    public string Identity { get; }

    /// <summary>The files by the names of their assemblies.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>The home of a package's.</summary>
    /// <exception cref="SessionException">A file cannot be read.</exception>
    public static GeneratorHome Of(GeneratorFiles package)
    {
        Dictionary<string, string> files = new(StringComparer.OrdinalIgnoreCase);
        List<string> identities = [];
        foreach (string path in package.Paths)
        {
            try
            {
                files[AssemblyName.GetAssemblyName(path).Name!] = path;
                identities.Add($"{path}:{FileFingerprint.Of(path)}");
            }
            catch (BadImageFormatException)
            {
                // A native library, or nothing at all.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw SessionException.Of(nameof(Strings.PackageInvalid), package.Package, package.Version, e.Message);
            }
        }

        string identity = string.Join('|', identities);
        if (s_known.TryGetValue(identity, out WeakReference<GeneratorHome>? known) && known.TryGetTarget(out GeneratorHome? home))
        {
            return home;
        }

        home = new GeneratorHome($"{package.Package} {package.Version} generators", identity, files, isCollectible: true);
        s_known[identity] = new WeakReference<GeneratorHome>(home);
        return home;
    }

    /// <summary>The home of generators that were installed with the module, and stay.</summary>
    public static GeneratorHome OfInstalled(string name, IEnumerable<string> paths) =>
        new(name, name, paths.ToDictionary(p => Path.GetFileNameWithoutExtension(p), StringComparer.OrdinalIgnoreCase), isCollectible: false);

    /// <summary>The generators of one assembly.</summary>
    /// <param name="assembly">Its name.</param>
    /// <param name="failure">Why some of them could not be had, or null.</param>
    public IReadOnlyList<ISourceGenerator> Load(string assembly, out string? failure)
    {
        if (!_loaded.TryGetValue(assembly, out Loaded? loaded))
        {
            _loaded[assembly] = loaded = LoadNew(Files[assembly]);
        }

        failure = loaded.Failure;
        return loaded.Generators;
    }

    private Loaded LoadNew(string path)
    {
        _context ??= new GeneratorLoadContext(_name, Files, _isCollectible);
        AnalyzerFileReference reference = new(path, _context);
        string? failure = null;
        reference.AnalyzerLoadFailed += (_, e) => failure ??= e.ErrorCode == AnalyzerLoadFailureEventArgs.FailureErrorCode.NoAnalyzers ? null : e.Message;
        return new Loaded([.. reference.GetGenerators(LanguageNames.CSharp)], failure is null ? null : $"{Path.GetFileName(path)}: {failure}");
    }

    // A class: a field of a generic structure over a type of the compiler's would load the compiler with this one.
    private sealed record Loaded(ISourceGenerator[] Generators, string? Failure);
}
