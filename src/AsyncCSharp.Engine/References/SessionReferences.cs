using System.Reflection;
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
    private readonly AddedReferences _added = new();
    private readonly EarlyLoads _asked = new(context);
    private readonly SideLibraries _libraries = new(context);
    private SessionImports _imports = SessionImports.Default;
    private GeneratorSet _generators = GeneratorSet.Empty;
    private CompilationScope? _scope;

    // The scope as it was last, for threads that do not have the session.
    private volatile CompilationScope? _seen;

    // Replaced as a whole, since other threads read it.
    private volatile SessionContents _contents = new(SessionImports.Default.Names, [], []);

    /// <summary>The names of imports, references and packages, for users. Any thread.</summary>
    public SessionContents Contents => _contents;

    /// <summary>The references, imports and generators that the next cell is compiled with.</summary>
    public CompilationScope Scope =>
        _scope ??= _seen = new CompilationScope(_imports.Namespaces, _imports.Usings, new ReferenceSet([.. _added.All], [.. _libraries.All]), stopChecks, _generators);

    /// <summary>As <see cref="Scope"/>, a moment old. Any thread.</summary>
    public CompilationScope Seen => _seen ?? new CompilationScope(SessionImports.Default.Namespaces, [], new ReferenceSet([], []), stopChecks, GeneratorSet.Empty);

    /// <summary>Adds the using directives of a cell, for the types beside later ones.</summary>
    public void Add(IReadOnlyList<string> usings) => SetImports(_imports.WithUsings(usings));

    /// <summary>Adds the types of a cell. What has the same name in another library is not to be found by it any more: it was redefined.</summary>
    public void Add(SideLibrary library)
    {
        _libraries.Add(library);
        Changed();
    }

    /// <summary>Has later cells not find what libraries have of these names: it was declared anew.</summary>
    public void Hide(IReadOnlyList<string> names) => _scope = _libraries.Hide(names) ? null : _scope;

    /// <summary>Adds a namespace.</summary>
    public void AddImport(string name) => SetImports(_imports.With(name));

    /// <summary>Adds an assembly by path, or by the name of one that the framework or the process has.</summary>
    /// <exception cref="SessionException">The file is no assembly.</exception>
    public bool TryAdd(string pathOrName, string? baseDirectory)
    {
        if (FrameworkReference.Read(pathOrName) is { } shared)
        {
            AddFramework(shared);
            return true;
        }

        (string? file, Assembly? loaded) = ReferencedAssemblies.Find(pathOrName, baseDirectory);
        if (loaded is not null)
        {
            Add(loaded);
        }
        else if (file is not null)
        {
            AddFile(file);
        }

        return loaded is not null || file is not null;
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

        PackageFiles files = PackageConflicts.FilesOf(found, before, context);

        // The references are made before anything changes, since a file may turn out to be unreadable.
        AddedReference[] added = [.. files.References.Values.Select(path => AddedReference.Of(ReferencedAssemblies.Read(path)))];
        _generators = GeneratorSet.Of(found.Generators);
        context.Map(files);
        foreach (PackageFiles.Library library in files.Libraries.Where(l => isAsked(l.Package)))
        {
            _asked.Add(library.Name);
        }

        _added.SetPackaged(added);
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
        if (_added.Contains(name) || name.StartsWith(SubmissionNames.AssemblyPrefix, StringComparison.Ordinal) || ReferencedAssemblies.IsFramework(assembly))
        {
            return;
        }

        if (AddedReference.Of(assembly) is { } reference)
        {
            context.Map(assembly);
            _added.Set(reference);
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

        foreach (AddedReference known in _added.All.Where(a => a.Name.StartsWith(EnumTwins.AssemblyPrefix, StringComparison.Ordinal)).ToArray())
        {
            if (ShellEnums.Find(EnumTwins.NameIn(known.Name)) is { } declared && EnumTwins.Named(declared).Assembly is var today && AddedReference.Of(today)?.Identity != known.Identity)
            {
                _added.Remove(known.Name);
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
    public void LoadAsked() => _asked.Load();

    /// <summary>The references, imports and packages of this moment, to be given to <see cref="GoBack"/>.</summary>
    public Mark SetMark() => new(_added.SetMark(), _asked.SetMark(), _imports, packages.Current, _generators);

    /// <summary>Makes it what it was. Places where assemblies are found stay known: nothing refers to them.</summary>
    public void GoBack(Mark mark)
    {
        _added.GoBack(mark.Added);
        _asked.GoBack(mark.Asked);
        _imports = mark.Imports;
        packages.Current = mark.Packages;
        _generators = mark.Generators;
        Changed();
    }

    /// <summary>Takes over all that another session has, and the assemblies of its submissions.</summary>
    /// <param name="other">The other session's.</param>
    /// <param name="submissions">These assemblies.</param>
    /// <param name="loadsTogether">Whether what neither has loaded yet is to be loaded once for both.</param>
    public void CopyFrom(SessionReferences other, IEnumerable<Assembly> submissions, bool loadsTogether)
    {
        _imports = other._imports;
        packages.CopyFrom(other.SessionPackages);
        _generators = other._generators;
        _added.CopyFrom(other._added);
        _libraries.CopyFrom(other._libraries);
        Changed();
        context.Continue(other.LoadContext, loadsTogether);
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
        _imports = _imports with { Usings = [] };
        packages.Clear();
        _generators = GeneratorSet.Empty;
        Changed();
    }

    /// <summary>References, imports and packages as they were at some time.</summary>
    internal sealed record Mark(AddedReferences.Mark Added, AssemblyName[] Asked, SessionImports Imports, PackageSet Packages, GeneratorSet Generators);

    private SessionLoadContext LoadContext => context;

    private SessionPackages SessionPackages => packages;

    private void SetImports(SessionImports imports)
    {
        if (!ReferenceEquals(imports, _imports))
        {
            _imports = imports;
            Changed();
        }
    }

    private void Changed()
    {
        _scope = null;
        _ = Scope;
        _contents = new SessionContents(
            _imports.Names,
            [.. _added.Asked.Select(a => a.Place)],
            [.. packages.Current.Packages.Select(p => $"{p.Id} {p.Version}")]);
    }

    private void AddFile(string path)
    {
        // Every cell refers to the framework already.
        if (FrameworkFiles.Contains(path))
        {
            return;
        }

        AssemblyFile file = ReferencedAssemblies.Read(path);

        // The one that the process has already is the same file: its types are PowerShell's types too.
        if (ReferencedAssemblies.FindLoaded(file) is { } loaded)
        {
            Add(loaded);
            return;
        }

        AddedReference added = AddedReference.Of(file);
        if (_added.Find(added.Name)?.Identity == added.Identity)
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
            _asked.Add(file.Name);
        }

        _added.Set(added);
        Changed();
    }
}
