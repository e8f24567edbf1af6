using System.Reflection;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Directives;
using AsyncCSharp.Engine.Loading;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Packages;
using AsyncCSharp.Engine.References;
using AsyncCSharp.Engine.Submissions;
using AsyncCSharp.Engine.Variables;

namespace AsyncCSharp.Engine.Sessions;

/// <summary>The compiled state of a session. Needs the compiler only where a cell has to be compiled.</summary>
internal sealed class ScriptSession : IScriptSession
{
    private readonly ScriptSessionOptions _options;
    private readonly SessionCache? _kept;
    private readonly SessionReferences _references;
    private readonly SessionPackages _packages;
    private readonly CellUnits _units;
    private readonly VariableSets _variables;
    private readonly DeclaredVariables _declared;
    private readonly DeclaredUsings _usings;
    private readonly ArrayForms _forms = new();
    private readonly Func<SubmissionChain> _currentChain;
    private SessionLoadContext _context;

    // Changed by whoever has the session's gate. What only looks at names, or forgets compiled cells, does so without.
    private volatile SubmissionChain _chain = SubmissionChain.Empty;
    private volatile CellCache _cache = new();
    private readonly HashSet<SideLibrary> _libraries = [];
    private int _assemblies;
    private long _bytes;

    public ScriptSession(ScriptSessionOptions options)
    {
        _options = options;
        _context = new SessionLoadContext(options.Name, options.Owner);
        _currentChain = () => _chain;
        _kept = options.KeepsCells ? new SessionCache() : null;
        Func<DiskCache?> disk = () => _kept?.Disk;
        _packages = new SessionPackages(disk);
        _references = new SessionReferences(_context, _packages, options.StopChecks);
        _units = new CellUnits(_references, new UnitStore(disk));
        _variables = new VariableSets(_references, _units, emitted => Load(emitted, declares: true));
        _declared = new DeclaredVariables(_references, _units, emitted => Load(emitted, declares: true));
        _usings = new DeclaredUsings(_references, _units, emitted => Load(emitted, declares: true));
    }

    public IProgress<PackageProgress>? PackageProgress { get => _packages.Progress; set => _packages.Progress = value; }

    public SessionContents Contents => _references.Contents;

    public SessionMemory Memory => new(_assemblies, _bytes);

    public ICompiledCell Compile(CellSource source, CancellationToken cancellationToken) =>
        Compile(source, _currentChain, hidesInput: false, cancellationToken);

    public ICompiledCell Compile(CellSource source, CallVariables? variables, CancellationToken cancellationToken)
    {
        if (variables is null)
        {
            return Compile(source, cancellationToken);
        }

        _references.RefreshEnums();
        bool hidesInput = variables.Have(nameof(CellGlobals.Input));
        SubmissionChain chain = _chain;
        LiveVariables asIs = _variables.LiveFor(variables, ArrayForm.AsIs, chain, cancellationToken);
        CompilationScope scope = _references.Scope;
        return _forms.Compile(new ArrayForms.Text(source.Code, source.InputType, chain.Fingerprint, asIs.Set), variables, form =>
        {
            LiveVariables live = null!;
            return new BoundCell(Compile(source, After, hidesInput, cancellationToken), live);

            SubmissionChain After()
            {
                // What the cell refers to may have changed what the types of the values are called.
                bool isKnown = form == ArrayForm.AsIs && ReferenceEquals(scope, _references.Scope) && ReferenceEquals(chain, _chain);
                live = isKnown ? asIs : _variables.LiveFor(variables, form, _chain, cancellationToken);
                return live.Set.After(_chain);
            }
        });
    }

    public CellTestResult Test(CellSource source, CallVariables? variables, CancellationToken cancellationToken)
    {
        // What #r, #load and types beside the cell add is not kept.
        ScriptSession trial = (ScriptSession)Branch(_options);
        try
        {
            bool hidesInput = variables?.Have(nameof(CellGlobals.Input)) == true;
            SubmissionChain chain = variables is null ? trial._chain : trial._variables.LiveFor(variables, ArrayForm.AsIs, trial._chain, cancellationToken).Set.After(trial._chain);
            return trial._units.Test(source, chain, hidesInput, cancellationToken);
        }
        finally
        {
            _packages.TakeWarningsOf(trial._packages);
            _ = trial.Unload();
        }
    }

    public Type? InputTypeOf(object? input, CancellationToken cancellationToken) =>
        input is not null && InputTypes.MayBeOfSession(input) ? _variables.TypeFor(nameof(CellGlobals.Input), input, _chain, cancellationToken) : null;

    public bool TryAddReference(string reference, string? baseDirectory, CancellationToken cancellationToken)
    {
        if (PackageRequest.Read(reference) is not { } package)
        {
            return _references.TryAdd(reference, baseDirectory);
        }

        _ = _references.AddPackages([package], baseDirectory, cancellationToken);
        return true;
    }

    public IReadOnlyList<string> AddPackage(string id, string? version, string? baseDirectory, CancellationToken cancellationToken) =>
        [.. _references.AddPackages([new PackageRequest(id, version)], baseDirectory, cancellationToken).Packages.Select(p => p.ToString())];

    public void AddReference(Assembly assembly) => _references.Add(assembly);

    public IReadOnlyList<Assembly> TakeNewLibraries()
    {
        _references.LoadAsked();
        return _context.TakeNewLibraries();
    }

    public void AddUsing(string text, CancellationToken cancellationToken)
    {
        SubmissionChain before;
        SubmissionChain after;
        do
        {
            before = _chain;
            after = _usings.Add(before, text, cancellationToken);
        }
        while (!ReferenceEquals(before, _chain));

        _chain = after;
    }

    public void ChangeTogether(Action change)
    {
        SessionReferences.Mark mark = _references.SetMark();
        SubmissionChain chain = _chain;
        try
        {
            change();
        }
        catch
        {
            _references.GoBack(mark);
            _chain = chain;
            throw;
        }
    }

    public IReadOnlyList<ScriptVariable> GetVariables() => SessionMembers.Variables(_chain);

    public ScriptVariable? FindVariable(string name) => SessionMembers.FindVariable(_chain, name);

    public Func<CellContext, object?>? FindRunnerMethod(string name) => SessionMembers.FindRunnerMethod(_chain, name);

    public Type? FindType(string name) => SessionMembers.FindType(_chain, name) ?? _context.FindType(name);

    public void SetVariable(string name, object? value, CancellationToken cancellationToken) =>
        Lengthen(chain => _declared.Set(chain, name, value, cancellationToken));

    public void RemoveVariables(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        Lengthen(chain => _declared.Remove(chain, names, cancellationToken));

    private void Lengthen(Func<SubmissionChain, SubmissionChain> change)
    {
        SubmissionChain before;
        SubmissionChain after;
        do
        {
            before = _chain;
            after = change(before);
        }
        while (!ReferenceEquals(before, _chain));

        _chain = after;
    }

    public void EnterReflection() => _ = _context.EnterContextualReflection();

    public void ClearCache() => _cache = new CellCache();

    public IReadOnlyList<string> TakeCacheProblems() => _kept?.TakeProblems() ?? [];

    public IReadOnlyList<PackageWarning> TakePackageWarnings() => _packages.TakeWarnings();

    public IScriptSession Branch(ScriptSessionOptions options)
    {
        // The chain is immutable and its objects are shared; what the branch declares is its own.
        ScriptSession branch = new(options) { _chain = _chain };
        branch._references.CopyFrom(_references, _chain);
        branch._libraries.UnionWith(_libraries);
        return branch;
    }

    public IReadOnlyList<WeakReference> Unload()
    {
        IReadOnlyList<WeakReference> contexts = _context.Homes;
        _chain = SubmissionChain.Empty;
        _cache.Clear();
        _references.Clear();
        _libraries.Clear();
        _variables.Clear();
        _forms.Clear();
        _context.Unload();
        _context = null!;
        return contexts;
    }

    /// <summary>Starts one submission; where it declares something that is to be kept, later and nested cells see it from now on.</summary>
    public Task<object?> Start(CellUnit unit, CellGlobals globals, bool keepState, LiveVariables? variables)
    {
        bool keeps = keepState && unit.Emitted.Declares;
        if (keeps)
        {
            unit = Place(unit, variables, globals.CancellationToken);
        }

        Declare(unit);
        SubmissionChain chain = unit.VariablesSlot is { } slot ? variables!.In(_chain, slot) : _chain;
        if (!keeps && unit.Slot == chain.NextSlot)
        {
            return chain.RunBeyond(globals, unit.Factory ?? Bind(unit, keeps));
        }

        object?[] slots = chain.SlotsForRun(globals);
        if (keeps && !unit.HasPlace)
        {
            // The place is taken before anything of the cell runs: a cell that it calls comes after it. The factory
            // writes the submission's object into this very array.
            unit.HasPlace = true;
            _chain = new SubmissionChain(unit.Lasting, slots, unit.Emitted.Name);
            return Invoke(unit, slots, keeps);
        }

        try
        {
            return Invoke(unit, slots, keeps);
        }
        finally
        {
            // Run again, for the next object of a pipeline: the newest object counts.
            if (keeps && slots[unit.Slot] is { } submission && unit.Slot < _chain.NextSlot)
            {
                _chain = _chain.Replace(unit.Slot, submission);
            }
        }
    }

    /// <summary>Runs the <c>Main</c> of a program whose types are the session's by now.</summary>
    public object? RunMain(CellUnit unit)
    {
        string name = unit.Emitted.EntryType;
        unit = unit.Moved ?? unit;
        Type? type = unit.Types is { } types ? _context.FindLoaded(SessionAssemblies.NameOf(types.Emitted.Name, types.Version), out _)?.GetType(name) : null;
        type ??= unit.FindNested(name) ?? throw new TypeLoadException(name);
        return EntryMethod.Run(type, IRunningCell.Current?.ArgumentTexts ?? []);
    }

    /// <summary>Gives the session the types and usings of a submission, before it is started on other threads.</summary>
    public void Declare(CellUnit unit)
    {
        // Types and usings are the session's from the moment that the cell begins.
        if (unit.Types is null && unit.Usings.Count + unit.Code.Embedded.Count == 0)
        {
            return;
        }

        // A fan-out starts several at a time, and none may run before its types are there.
        lock (_libraries)
        {
            if (unit.Types is { } types && _libraries.Add(types))
            {
                Count(types.Emitted);
                _context.LoadLibrary(types.Emitted.Name, types.Version, types.Emitted.Image, types.Emitted.Symbols);
                _references.Add(types);
            }

            _references.Hide(unit.Code.Embedded);
            _references.Add(unit.Usings);
        }
    }

    // What runs between the compilation of a cell and its start may declare something itself, in the very place that the cell was
    // compiled for: a runner does, or a command that takes the cell's warnings. Then the cell is compiled again, to come after that.
    private CellUnit Place(CellUnit unit, LiveVariables? variables, CancellationToken cancellationToken)
    {
        while (unit.Moved is not null || (!unit.HasPlace && unit.Slot != NextSlot(unit, variables)))
        {
            bool hidesInput = variables?.Set.FieldOf(nameof(CellGlobals.Input)) is not null;
            unit = unit.Moved ??= _units.Again(unit, variables?.Set.After(_chain) ?? _chain, hidesInput, cancellationToken);
        }

        return unit;
    }

    // The variables of a call take a slot before its first submission.
    private int NextSlot(CellUnit unit, LiveVariables? variables)
    {
        SubmissionChain chain = _chain;
        return unit.VariablesSlot is not { } slot || variables!.AreIn(chain, slot) ? chain.NextSlot
            : slot == chain.NextSlot ? slot + 1
            : -1;
    }

    private CompiledCell Compile(CellSource source, Func<SubmissionChain> after, bool hidesInput, CancellationToken cancellationToken)
    {
        _references.RefreshEnums();

        // What #r and #load ask for may be another file by now: it is read again, and is in the inputs.
        bool loads = _units.AddReferences(source, hidesInput, cancellationToken);
        SubmissionChain session = _chain;
        SubmissionChain chain = after();
        if (loads)
        {
            return Build(source, chain, hidesInput, cancellationToken);
        }

        CompilationInputs inputs = InputsOf(source, hidesInput, chain);
        if (_cache.Find(inputs) is { } known)
        {
            return known.For(source);
        }

        CompiledCell cell = Build(source, chain, hidesInput, cancellationToken);
        if (ReferenceEquals(session, _chain) && inputs == InputsOf(source, hidesInput, chain))
        {
            _cache.Add(inputs, cell);
        }

        return cell;
    }

    private CompiledCell Build(CellSource source, SubmissionChain chain, bool hidesInput, CancellationToken cancellationToken) =>
        new(this, UntypedElements.Explain(source, chain, () => _units.Of(source, chain, hidesInput, cancellationToken)), source);

    // Whatever its number: code that has the number in it is not kept.
    private CompilationInputs InputsOf(CellSource source, bool hidesInput, SubmissionChain chain) =>
        CompilationInputs.Of(source, hidesInput, chain, _references.Scope.For(source), anyNumber: true);

    private Task<object?> Invoke(CellUnit unit, object?[] slots, bool keeps) => (unit.Factory ?? Bind(unit, keeps))(slots);

    private Func<object?[], Task<object?>> Bind(CellUnit unit, bool keeps) => unit.Bind(emitted => Load(emitted, keeps));

    private Assembly Load(EmittedCell emitted, bool declares)
    {
        if (!declares)
        {
            return new CellLoadContext(emitted.Name, _context.Found).LoadCell(emitted.Image, emitted.Symbols);
        }

        Count(emitted);
        return _context.LoadCell(emitted.Name, emitted.Image, emitted.Symbols);
    }

    private void Count(EmittedCell emitted)
    {
        _ = Interlocked.Increment(ref _assemblies);
        _ = Interlocked.Add(ref _bytes, emitted.Image.Length + emitted.Symbols.Length);
    }
}
