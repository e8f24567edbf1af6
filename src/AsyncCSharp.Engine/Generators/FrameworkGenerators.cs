using System.Reflection;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine.Generators;

/// <summary>
/// The framework's own source generators, which a build takes from the framework's reference package and the module brings along. Each is
/// loaded when a text first has an attribute that asks for it.
/// </summary>
internal static class FrameworkGenerators
{
    // Names of attributes, and who completes what has them.
    private static readonly KnownGenerator[] s_known =
    [
        new("GeneratedRegex", "System.Text.RegularExpressions.Generator"),
        new("LibraryImport", "Microsoft.Interop.LibraryImportGenerator"),
        new("JsonSerializable", "System.Text.Json.SourceGeneration"),
    ];

    // A library that generators of native imports need beside them.
    private const string Interop = "Microsoft.Interop.SourceGeneration";

    // The process's, made when first needed: the generators stay, as the compiler does.
    private static readonly Lazy<GeneratorHome> s_home = new(() => GeneratorHome.OfInstalled("AsyncCSharp framework generators", FindFiles()));

    /// <summary>The files, relative to the engine's folder.</summary>
    public static IEnumerable<string> FileNames => s_known.Select(k => k.Assembly).Append(Interop).Select(name => Path.Combine("generators", name + ".dll"));

    /// <summary>Whether the attribute is one that they complete.</summary>
    public static bool Know(string attribute) => Array.Exists(s_known, k => k.Attribute == attribute);

    /// <summary>Whether a text may ask for one of them.</summary>
    public static bool MayBeMeantIn(string text) => Array.Exists(s_known, k => text.Contains(k.Attribute, StringComparison.Ordinal));

    /// <summary>Whether they have an assembly of that name, as new or newer: a package may bring the same one.</summary>
    public static bool HaveAsNew(string assembly, Version version) => s_home.Value.Files.TryGetValue(assembly, out string? path) && AssemblyName.GetAssemblyName(path).Version >= version;

    /// <summary>Those that a text may ask for.</summary>
    /// <param name="text">The text.</param>
    /// <param name="packages">What packages bring: newer ones of the same take their place.</param>
    /// <param name="failures">Is given why some could not be had.</param>
    public static IEnumerable<ISourceGenerator> LoadFor(string text, GeneratorSet packages, ICollection<string> failures)
    {
        foreach ((string attribute, string assembly) in s_known)
        {
            if (!text.Contains(attribute, StringComparison.Ordinal) || !s_home.Value.Files.TryGetValue(assembly, out string? path) || packages.HasNewer(assembly, path))
            {
                continue;
            }

            IReadOnlyList<ISourceGenerator> generators = s_home.Value.Load(assembly, out string? failure);
            if (failure is not null)
            {
                failures.Add(failure);
            }

            foreach (ISourceGenerator generator in generators)
            {
                yield return generator;
            }
        }
    }

    // Beside the engine, or a folder above its images for the platform.
    private static IEnumerable<string> FindFiles()
    {
        string engine = Path.GetDirectoryName(typeof(FrameworkGenerators).Assembly.Location)!;
        return FileNames.SelectMany(name => new[] { Path.Combine(engine, name), Path.Combine(Path.GetDirectoryName(engine)!, name) }.Where(File.Exists).Take(1));
    }

    // A class: the framework's code for arrays of classes is compiled ahead of time.
    private sealed record KnownGenerator(string Attribute, string Assembly);
}
