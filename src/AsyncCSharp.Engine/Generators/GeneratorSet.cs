using System.Reflection;
using AsyncCSharp.Engine.Files;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine.Generators;

/// <summary>The source generators that the packages of a session bring. Needs no compiler until they run. Immutable.</summary>
internal sealed class GeneratorSet
{
    /// <summary>The ending of an attribute's class.</summary>
    public const string Suffix = "Attribute";

    private readonly GeneratorHome[] _homes;
    private readonly Dictionary<string, Version> _versions = new(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, bool> _lookedFor = new(StringComparer.Ordinal);

    // Of an assembly that several packages bring, the newest one counts, as in a project.
    private readonly List<(GeneratorHome Home, string Assembly)> _assemblies = [];

    private GeneratorSet(GeneratorHome[] homes)
    {
        _homes = homes;
        if (homes.Length == 0)
        {
            // As in most sessions. The first run of what follows takes milliseconds, since the just-in-time compiler has to make it.
            return;
        }

        foreach (IGrouping<string, (GeneratorHome Home, string Name, Version Version)> named in homes
            .SelectMany(home => home.Files.Select(f => (Home: home, Name: f.Key, AssemblyName.GetAssemblyName(f.Value).Version!)))
            .GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase))
        {
            (GeneratorHome home, string name, Version version) = named.MaxBy(f => f.Version);
            _versions[name] = version;
            _assemblies.Add((home, name));
        }
    }

    /// <summary>None.</summary>
    public static GeneratorSet Empty { get; } = new([]);

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _homes.Length == 0;

    /// <summary>What is in their files.</summary>
    public IEnumerable<string> Identities => _homes.Select(h => h.Identity);

    /// <summary>Those in the files of packages, and of frameworks besides .NET's own.</summary>
    /// <exception cref="SessionException">A file cannot be read.</exception>
    public static GeneratorSet Of(IEnumerable<GeneratorFiles> packages) => packages.Select(GeneratorHome.Of).ToArray() is { Length: > 0 } homes ? new GeneratorSet(homes) : Empty;

    /// <summary>Whether an assembly of that name is in it that is newer than the file.</summary>
    public bool HasNewer(string assembly, string path) => _versions.TryGetValue(assembly, out Version? version) && version > AssemblyName.GetAssemblyName(path).Version;

    /// <summary>
    /// Whether one of them may look for an attribute of that name, so that it is worth to load them: it has the name of the class in it, as
    /// a text or as that of a class. For the compiler's thread.
    /// </summary>
    public bool MayLookFor(string attribute)
    {
        if (!_lookedFor.TryGetValue(attribute, out bool found))
        {
            string name = attribute + Suffix;
            _lookedFor[attribute] = found = _homes.SelectMany(h => h.Files.Values).Any(path => AssemblyText.IsIn(File.ReadAllBytes(path), name));
        }

        return found;
    }

    /// <summary>All of them, but for those that the framework has as new.</summary>
    /// <param name="failures">Is given why some could not be had.</param>
    public IEnumerable<ISourceGenerator> Load(ICollection<string> failures)
    {
        foreach ((GeneratorHome home, string assembly) in _assemblies.Where(a => !FrameworkGenerators.HaveAsNew(a.Assembly, _versions[a.Assembly])))
        {
            IReadOnlyList<ISourceGenerator> generators = home.Load(assembly, out string? failure);
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
}
