using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;

namespace AsyncCSharp.Engine;

/// <summary>The references and imports of one session, for the compiler and for the loader. Needs no compiler itself.</summary>
internal sealed class SessionReferences(SessionLoadContext context, SessionPackages packages)
{
    private static readonly ImmutableArray<string> s_imports =
    [
        "System",
        "System.IO",
        "System.Linq",
        "System.Collections.Generic",
        "System.Net.Http",
        "System.Threading",
        "System.Threading.Tasks",
        "System.Management.Automation",
        "AsyncCSharp",
    ];

    private readonly Dictionary<string, AddedReference> _added = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _packaged = [];
    private readonly List<SideLibrary> _libraries = [];
    private ImmutableArray<string> _imports = s_imports;
    private CompilationScope? _scope;

    /// <summary>What the next cell is compiled with.</summary>
    public CompilationScope Scope(bool stopChecks) =>
        _scope ??= new CompilationScope(_imports, new ReferenceSet([.. _added.Values], [.. _libraries]), stopChecks, Fingerprint(stopChecks));

    /// <summary>Adds the types of a cell. A library with a type of the same name goes: it was redefined.</summary>
    public void Add(SideLibrary library)
    {
        _ = _libraries.RemoveAll(l => l.Shares(library.TypeNames));
        _libraries.Add(library);
        _scope = null;
    }

    /// <summary>The library that one with these types takes the place of, or null.</summary>
    public SideLibrary? FindRedefined(IReadOnlyList<string> typeNames) => _libraries.LastOrDefault(l => l.Shares(typeNames));

    /// <summary>The scope as it will be with the library, for the cell that it stands beside.</summary>
    public CompilationScope ScopeWith(SideLibrary library, bool stopChecks)
    {
        CompilationScope scope = Scope(stopChecks);
        return scope with
        {
            References = scope.References.With(library),
            Fingerprint = $"{scope.Fingerprint}{library.Emitted.Name}{library.Version}",
        };
    }

    /// <summary>Adds a namespace.</summary>
    public void AddImport(string name)
    {
        if (!_imports.Contains(name))
        {
            _imports = _imports.Add(name);
            _scope = null;
        }
    }

    /// <summary>Adds an assembly by path, or by the name of one that the framework or the process has.</summary>
    /// <exception cref="SessionException">The file is no assembly.</exception>
    public bool TryAdd(string pathOrName, string? baseDirectory)
    {
        string path = Path.IsPathRooted(pathOrName) || baseDirectory is null ? pathOrName : Path.Combine(baseDirectory, pathOrName);
        if (File.Exists(path))
        {
            AddFile(Path.GetFullPath(path));
            return true;
        }

        string framework = Path.Combine(FrameworkFiles.Folder, pathOrName.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? pathOrName : pathOrName + ".dll");
        if (FindLoaded(pathOrName) is { } loaded)
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

    /// <summary>Adds packages, and what they depend on; where that cannot be, nothing has changed. Gives all packages of the session.</summary>
    /// <exception cref="SessionException">One of them cannot be had, or goes with nothing that is there.</exception>
    public PackageSet AddPackages(IReadOnlyList<PackageRequest> requests, string? baseDirectory, CancellationToken cancellationToken)
    {
        PackageSet before = packages.Current;
        PackageSet found = packages.With(requests, baseDirectory ?? Environment.CurrentDirectory, cancellationToken);
        if (ReferenceEquals(found, before))
        {
            return before;
        }

        PackageFiles files = new(found);
        foreach (PackageFiles.Library library in files.Libraries.ToArray())
        {
            if (context.FindLoaded(library.Name.Name!) is { } loaded && loaded.Location != library.Path)
            {
                // A value that came from PowerShell brought it; as it is new enough, its types are the ones that are meant.
                bool isPackages = before.Packages.Any(p => p.Libraries.Contains(loaded.Location));
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
        AddedReference[] added = [.. files.References.Values.Select(path => AddedReference.Of(AssemblyFile.Read(path)))];
        _packaged.ForEach(name => _added.Remove(name));
        _packaged.Clear();
        context.Map(files);
        foreach (AddedReference reference in added)
        {
            _added[reference.Name] = reference;
            _packaged.Add(reference.Name);
        }

        _scope = null;
        return packages.Current = found;
    }

    /// <summary>Adds a loaded assembly: types of it that cells name are the very same types.</summary>
    public void Add(Assembly assembly)
    {
        string name = assembly.GetName().Name!;
        if (_added.ContainsKey(name) || name.StartsWith(TypeNames.AssemblyPrefix, StringComparison.Ordinal) || IsFramework(assembly))
        {
            return;
        }

        if (AddedReference.Of(assembly) is { } reference)
        {
            context.Map(assembly);
            _added[name] = reference;
            _scope = null;
        }
    }

    /// <summary>Takes over all that another session has, and the assemblies of a chain's submissions.</summary>
    public void CopyFrom(SessionReferences other, SubmissionChain chain)
    {
        _imports = other._imports;
        packages.Current = other.Packages;
        _packaged.AddRange(other._packaged);
        _libraries.AddRange(other._libraries);
        foreach ((string name, AddedReference reference) in other._added)
        {
            _added[name] = reference;
        }

        _scope = null;
        context.Continue(other.LoadContext);
        foreach (object submission in chain.SubmissionsFromNewest())
        {
            context.Map(submission.GetType().Assembly);
        }
    }

    /// <summary>Forgets what was added.</summary>
    public void Clear()
    {
        _added.Clear();
        _libraries.Clear();
        packages.Current = PackageSet.Empty;
        _packaged.Clear();
        _scope = null;
    }

    private SessionLoadContext LoadContext => context;

    private PackageSet Packages => packages.Current;

    private static bool IsFramework(Assembly assembly) =>
        assembly == typeof(CellGlobals).Assembly
        || assembly == typeof(System.Management.Automation.PSObject).Assembly
        || (!assembly.IsDynamic && FrameworkFiles.Contains(assembly.Location));

    private static Assembly? FindLoaded(string name)
    {
        AssemblyName wanted;
        try
        {
            wanted = new AssemblyName(name);
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return null;
        }

        return AssemblyLoadContext.Default.Assemblies.FirstOrDefault(a => string.Equals(a.GetName().Name, wanted.Name, StringComparison.OrdinalIgnoreCase))
            ?? AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(
                a => AssemblyLoadContext.GetLoadContext(a)?.IsCollectible == false && string.Equals(a.GetName().Name, wanted.Name, StringComparison.OrdinalIgnoreCase));
    }

    private void AddFile(string path)
    {
        // The one that the process has already is the same file: its types are PowerShell's types too.
        Assembly? loaded = AssemblyLoadContext.Default.Assemblies.FirstOrDefault(a => !a.IsDynamic && a.Location == path);
        if (loaded is not null)
        {
            Add(loaded);
            return;
        }

        AssemblyFile file = AssemblyFile.Read(path);
        if (Path.GetDirectoryName(path) != FrameworkFiles.Folder)
        {
            context.Map(file.Name.Name!, path);
        }

        _added[file.Name.Name!] = AddedReference.Of(file);
        _scope = null;
    }

    private string Fingerprint(bool stopChecks)
    {
        StringBuilder text = new();
        _ = text.AppendJoin(';', _imports).Append('|').Append(stopChecks);
        _ = text.Append('|').AppendJoin(';', _libraries.Select(l => $"{l.Emitted.Name}:{l.Version}:{Checksum.Of(l.Emitted.Image):x}"));
        _ = text.Append('|').AppendJoin('|', _added.Values.Select(reference => reference.Identity));
        return text.ToString();
    }
}
