using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Directives;
using AsyncCSharp.Engine.Files;
using AsyncCSharp.Engine.Generators;
using AsyncCSharp.Engine.Loading;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Naming;
using AsyncCSharp.Engine.Packages;

namespace AsyncCSharp.Engine.References;

/// <summary>The references and imports of one session, for the compiler and for the loader. Needs no compiler itself.</summary>
internal sealed class SessionReferences(SessionLoadContext context, SessionPackages packages, bool stopChecks)
{
    private readonly Dictionary<string, AddedReference> _added = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _packaged = [];
    private readonly Queue<AssemblyName> _asked = new();
    private readonly List<SideLibrary> _libraries = [];
    private ImmutableArray<string> _imports = DefaultImports.OfCells;
    private ImmutableArray<string> _usings = [];
    private GeneratorSet _generators = GeneratorSet.Empty;
    private CompilationScope? _scope;

    // Replaced as a whole, since other threads read it.
    private volatile SessionContents _contents = new([.. DefaultImports.OfCells], [], []);

    /// <summary>What a user is told of it. Any thread.</summary>
    public SessionContents Contents => _contents;

    /// <summary>What the next cell is compiled with.</summary>
    public CompilationScope Scope =>
        _scope ??= new CompilationScope(_imports, _usings, new ReferenceSet([.. _added.Values], [.. _libraries]), stopChecks, _generators);

    /// <summary>Adds the using directives of a cell, for the types beside later ones.</summary>
    public void Add(IReadOnlyList<string> usings)
    {
        string[] missing = [.. usings.Where(u => !_usings.Contains(u))];
        if (missing.Length > 0)
        {
            _usings = _usings.AddRange(missing);
            Changed();
        }
    }

    /// <summary>Adds the types of a cell. What has the same name in another library is not to be found by it any more: it was redefined.</summary>
    public void Add(SideLibrary library)
    {
        _ = _libraries.RemoveAll(l => l.Emitted.Name == library.Emitted.Name);
        Hide(library.TypeNames);
        _libraries.Add(library);
        Changed();
    }

    /// <summary>Has later cells not find what libraries have of these names: it was declared anew.</summary>
    public void Hide(IReadOnlyList<string> names)
    {
        for (int i = 0; i < _libraries.Count; i++)
        {
            SideLibrary before = _libraries[i];
            _libraries[i] = before.Without(names);
            context.MapLibrary(before.Emitted.Name, before.Version, _libraries[i].Version);
            _scope = ReferenceEquals(before, _libraries[i]) ? _scope : null;
        }
    }

    /// <summary>Adds a namespace.</summary>
    public void AddImport(string name)
    {
        if (!_imports.Contains(name))
        {
            _imports = _imports.Add(name);
            Changed();
        }
    }

    /// <summary>Adds an assembly by path, or by the name of one that the framework or the process has.</summary>
    /// <exception cref="SessionException">The file is no assembly.</exception>
    public bool TryAdd(string pathOrName, string? baseDirectory)
    {
        if (FrameworkReference.Read(pathOrName) is { } shared)
        {
            AddFramework(shared);
            return true;
        }

        string path = Path.IsPathRooted(pathOrName) || baseDirectory is null ? pathOrName : Path.Combine(baseDirectory, pathOrName);
        if (File.Exists(path))
        {
            AddFile(Path.GetFullPath(path));
            return true;
        }

        string framework = Path.Combine(FrameworkFiles.Folder, pathOrName.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? pathOrName : pathOrName + ".dll");
        if (ReferencedAssemblies.FindLoaded(pathOrName) is { } loaded)
        {
            Add(loaded);
            return true;
        }

        if (Path.GetFileName(pathOrName) == pathOrName && File.Exists(framework))
        {
            AddFile(framework);
            return true;
        }

        return false;
    }

    /// <summary>Adds sources of packages: paths and addresses.</summary>
    public void AddSources(IReadOnlyList<string> sources, string? baseDirectory) => packages.AddSources(sources, BaseFolder.Or(baseDirectory));

    /// <summary>Adds packages, and what they depend on; where that cannot be, nothing has changed. Gives all packages of the session.</summary>
    /// <exception cref="SessionException">One of them cannot be had, or goes with nothing that is there.</exception>
    public PackageSet AddPackages(IReadOnlyList<PackageRequest> requests, string? baseDirectory, CancellationToken cancellationToken)
    {
        PackageSet found = packages.With(requests, BaseFolder.Or(baseDirectory), cancellationToken);
        return Take(SharedFrameworks.AddNeeded(found), package => requests.Any(r => r.IsOf(package.Id)));
    }

    /// <summary>Adds a shared framework, and the namespaces that its projects import; where that cannot be, nothing has changed.</summary>
    /// <exception cref="SessionException">It is not installed, or does not go with what is there.</exception>
    public void AddFramework(string name)
    {
        if (packages.Current.Frameworks.FirstOrDefault(f => string.Equals(f.Id, name, StringComparison.OrdinalIgnoreCase)) is not { } framework)
        {
            framework = SharedFrameworks.Find(name);

            // PowerShell is not told of its types: all of it would have to be loaded.
            _ = Take(packages.Current with { Frameworks = packages.Current.Frameworks.Add(framework) }, static _ => false);
        }

        foreach (string import in FrameworkReference.ImportsOf(framework.Id))
        {
            AddImport(import);
        }
    }

    private PackageSet Take(PackageSet found, Func<ResolvedPackage, bool> isAsked)
    {
        PackageSet before = packages.Current;
        if (ReferenceEquals(found, before))
        {
            return before;
        }

        PackageFiles files = new(found);
        foreach (PackageFiles.Library library in files.Libraries.ToArray())
        {
            if (context.FindLoaded(library.Name.Name!, out string? path) is { } loaded && !FilePaths.AreSame(path, library.Path))
            {
                // A value that came from PowerShell brought it; as it is new enough, its types are the ones that are meant.
                bool isPackages = path is not null && before.Packages.Concat(before.Frameworks).Any(p => p.Libraries.Contains(path, FilePaths.Comparer));
                if (!isPackages && loaded.GetName().Version >= library.Name.Version)
                {
                    files.Remove(library);
                    continue;
                }

                string version = (isPackages ? before.Find(library.Package.Id)?.Version : null) ?? $"{loaded.GetName().Version}";
                throw SessionException.Of(nameof(Strings.PackageInUse), library.Package.Id, version, library.Package.Version);
            }
        }

        // Made before anything changes: the files are read for it.
        AddedReference[] added = [.. files.References.Values.Select(path => AddedReference.Of(ReferencedAssemblies.Read(path)))];
        _generators = GeneratorSet.Of(found.Generators);
        _packaged.ForEach(name => _added.Remove(name));
        _packaged.Clear();
        context.Map(files);
        foreach (PackageFiles.Library library in files.Libraries.Where(l => isAsked(l.Package)))
        {
            _asked.Enqueue(library.Name);
        }

        foreach (AddedReference reference in added)
        {
            _added[reference.Name] = reference;
            _packaged.Add(reference.Name);
        }

        packages.Current = found;
        Changed();
        return found;
    }

    /// <summary>Adds the assemblies that a value's type and its type arguments are of.</summary>
    public void Add(Type type)
    {
        Add(type.Assembly);
        if (type.GetElementType() is { } element)
        {
            Add(element);
        }

        foreach (Type argument in type.GetGenericArguments())
        {
            Add(argument);
        }
    }

    /// <summary>Adds a loaded assembly: types of it that cells name are the very same types.</summary>
    public void Add(Assembly assembly)
    {
        string name = assembly.GetName().Name!;
        if (_added.ContainsKey(name) || name.StartsWith(SubmissionNames.AssemblyPrefix, StringComparison.Ordinal) || ReferencedAssemblies.IsFramework(assembly))
        {
            return;
        }

        if (AddedReference.Of(assembly) is { } reference)
        {
            context.Map(assembly);
            _added[name] = reference;
            Changed();
        }
    }

    /// <summary>Has the enumerations of PowerShell that cells have named be those of today: the code of a script declares its own anew whenever it runs.</summary>
    public void RefreshEnums()
    {
        if (!EnumTwins.Any)
        {
            return;
        }

        foreach (string name in _added.Keys.Where(n => n.StartsWith(EnumTwins.AssemblyPrefix, StringComparison.Ordinal)).ToArray())
        {
            if (ShellEnums.Find(EnumTwins.NameIn(name)) is { } declared && EnumTwins.Named(declared).Assembly is var today && AddedReference.Of(today)?.Identity != _added[name].Identity)
            {
                _ = _added.Remove(name);
                Add(today);
            }
        }
    }

    /// <summary>Adds what PowerShell has of the names that a cell did not find. False where that is nothing new.</summary>
    public bool AddMissing(IReadOnlyList<CellDiagnostic> diagnostics)
    {
        CompilationScope before = Scope;
        foreach (Assembly assembly in ProcessTypes.FindMissing(diagnostics))
        {
            Add(assembly);
        }

        return !ReferenceEquals(Scope, before);
    }

    /// <summary>Loads what was asked for since the last call, where it can be loaded.</summary>
    public void LoadAsked()
    {
        while (_asked.TryDequeue(out AssemblyName? name))
        {
            try
            {
                context.LoadEarly(name);
            }
            catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException)
            {
                // A reference assembly, or one for another platform: whoever needs its code hears of that.
            }
        }
    }

    /// <summary>What there is now, to come back to.</summary>
    public Mark SetMark() => new([.. _added], [.. _packaged], [.. _asked], _imports, _usings, packages.Current, _generators);

    /// <summary>Makes it what it was. Places where assemblies are found stay known: nothing refers to them.</summary>
    public void GoBack(Mark mark)
    {
        _added.Clear();
        foreach ((string name, AddedReference reference) in mark.Added)
        {
            _added[name] = reference;
        }

        _packaged.Clear();
        _packaged.AddRange(mark.Packaged);
        _asked.Clear();
        foreach (AssemblyName name in mark.Asked)
        {
            _asked.Enqueue(name);
        }

        _imports = mark.Imports;
        _usings = mark.Usings;
        packages.Current = mark.Packages;
        _generators = mark.Generators;
        Changed();
    }

    /// <summary>Takes over all that another session has, and the assemblies of its submissions.</summary>
    public void CopyFrom(SessionReferences other, IEnumerable<Assembly> submissions)
    {
        _imports = other._imports;
        _usings = other._usings;
        packages.CopyFrom(other.SessionPackages);
        _generators = other._generators;
        _packaged.AddRange(other._packaged);
        _libraries.AddRange(other._libraries);
        foreach ((string name, AddedReference reference) in other._added)
        {
            _added[name] = reference;
        }

        Changed();
        context.Continue(other.LoadContext);
        foreach (Assembly submission in submissions)
        {
            context.Map(submission);
        }
    }

    /// <summary>Forgets what was added.</summary>
    public void Clear()
    {
        _added.Clear();
        _libraries.Clear();
        _usings = [];
        packages.Clear();
        _generators = GeneratorSet.Empty;
        _packaged.Clear();
        Changed();
    }

    /// <summary>References, imports and packages as they were at some time.</summary>
    internal sealed record Mark(
        KeyValuePair<string, AddedReference>[] Added, string[] Packaged, AssemblyName[] Asked, ImmutableArray<string> Imports, ImmutableArray<string> Usings, PackageSet Packages, GeneratorSet Generators);

    private SessionLoadContext LoadContext => context;

    private SessionPackages SessionPackages => packages;

    // The namespace in a directive such as "using X;".
    private static string NameIn(string directive) =>
        directive.StartsWith("using ", StringComparison.Ordinal) ? directive["using ".Length..].TrimEnd(';', ' ') : directive;

    private void Changed()
    {
        _scope = null;
        _contents = new SessionContents(
            [.. _imports.Concat(_usings.Select(NameIn)).Distinct()],
            [.. _added.Values.Where(a => !_packaged.Contains(a.Name)).Select(a => a.Place)],
            [.. packages.Current.Packages.Select(p => $"{p.Id} {p.Version}")]);
    }

    private void AddFile(string path)
    {
        // Every cell refers to it.
        if (FrameworkFiles.Contains(path))
        {
            return;
        }

        AssemblyFile file = ReferencedAssemblies.Read(path);

        // The one that the process has already is the same file: its types are PowerShell's types too.
        Assembly? loaded = AssemblyLoadContext.Default.Assemblies.FirstOrDefault(a => !a.IsDynamic && FilePaths.AreSame(a.Location, path));
        if (loaded is not null && ReferencedAssemblies.IsBuild(loaded, file))
        {
            Add(loaded);
            return;
        }

        AddedReference added = AddedReference.Of(file);
        if (_added.TryGetValue(added.Name, out AddedReference? before) && before.Identity == added.Identity)
        {
            return;
        }

        if (!FilePaths.AreSame(Path.GetDirectoryName(path), FrameworkFiles.Folder))
        {
            if (context.FindLoaded(file.Name.Name!, out _) is { } known && !ReferencedAssemblies.IsBuild(known, file))
            {
                throw SessionException.Of(nameof(Strings.ReferenceInUse), path, known.GetName().Name);
            }

            context.Map(file);
            _asked.Enqueue(file.Name);
        }

        _added[added.Name] = added;
        Changed();
    }
}
