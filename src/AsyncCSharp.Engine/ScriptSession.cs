using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncCSharp.Engine;

/// <summary>The compiled state of a session.</summary>
internal sealed class ScriptSession : IScriptSession
{
    private readonly ScriptSessionOptions _options;
    private readonly SessionReferences _references;
    private readonly CellCache _cache = new();
    private SessionLoadContext _context;
    private SubmissionChain _chain = SubmissionChain.Empty;
    private readonly HashSet<string> _usings = [];
    private readonly HashSet<SideLibrary> _libraries = [];
    private int _assemblies;
    private long _bytes;

    public ScriptSession(ScriptSessionOptions options)
    {
        _options = options;
        _context = new SessionLoadContext(options.Name);
        _references = new SessionReferences(_context);
    }

    public SessionMemory Memory => new(_assemblies, _bytes);

    private CompilationScope Scope => _references.Scope(_options.StopChecks);

    public ICompiledCell Compile(CellSource source, CancellationToken cancellationToken)
    {
        CellCacheKey key = new(source.Code, source.Path, source.InputType, _chain.Fingerprint, Scope.Fingerprint);
        if (_cache.Find(key) is { } known)
        {
            return known.For(source);
        }

        (IReadOnlyList<CellUnit> units, bool isAlone) = CompilerThread.Run(source.Code, () => CompileUnits(source, cancellationToken));
        CompiledCell cell = new(this, units, source);
        if (isAlone)
        {
            _cache.Add(key, cell);
        }

        return cell;
    }

    public CellTestResult Test(CellSource source, CancellationToken cancellationToken) =>
        CompilerThread.Run(source.Code, () => TestOnBranch(source, cancellationToken));

    public bool TryAddReference(string pathOrName, string? baseDirectory) => _references.TryAdd(pathOrName, baseDirectory);

    public void AddReference(Assembly assembly) => _references.Add(assembly);

    public void AddImport(string namespaceName)
    {
        // A wrong one would be the error of every later cell. It becomes part of a text, which a semicolon would end.
        string name = namespaceName.Replace(';', ' ');
        CellSource source = new() { Code = $"using {name};" };
        CellTestResult result = Test(source, CancellationToken.None);
        if (!result.IsValid)
        {
            throw new CSharpCompilationException(result.Diagnostics);
        }

        _references.AddImport(namespaceName);
    }

    public IReadOnlyList<ScriptVariable> GetVariables() => SessionMembers.Variables(_chain);

    public ScriptVariable? FindVariable(string name) => SessionMembers.FindVariable(_chain, name);

    public Func<CellContext, object?>? FindRunnerMethod(string name) => SessionMembers.FindRunnerMethod(_chain, name);

    public Type? FindType(string name) => SessionMembers.FindType(_chain, name) ?? _context.FindType(name);

    public void DeclareVariables(IReadOnlyList<KeyValuePair<string, object?>> variables)
    {
        _ = CompilerThread.Run(string.Empty, () => DeclareAll(variables));
    }

    private int DeclareAll(IReadOnlyList<KeyValuePair<string, object?>> variables)
    {
        foreach ((string name, object? value) in variables)
        {
            if (FindVariable(name) is { IsReadOnly: false } known && VariableDeclaration.Fits(known.Type, value))
            {
                known.Value = value;
                continue;
            }

            Declare(name, value);
        }

        return variables.Count;
    }

    public IScriptSession Branch(ScriptSessionOptions options)
    {
        // The chain is immutable and its objects are shared; what the branch declares is its own.
        ScriptSession branch = new(options) { _chain = _chain };
        branch._references.CopyFrom(_references, _chain);
        branch._usings.UnionWith(_usings);
        branch._libraries.UnionWith(_libraries);
        return branch;
    }

    public IReadOnlyList<WeakReference> Unload()
    {
        WeakReference context = new(_context);
        _chain = SubmissionChain.Empty;
        _cache.Clear();
        _references.Clear();
        _usings.Clear();
        _libraries.Clear();
        _context.Close();
        _context = null!;
        return [context];
    }

    /// <summary>Starts one submission; where it declares something that is to be kept, later and nested cells see it from now on.</summary>
    public Task<object?> Start(CellUnit unit, CellGlobals globals, bool keepState)
    {
        Declare(unit);
        object?[] slots = _chain.SlotsForRun(globals);
        bool keeps = keepState && unit.Emitted.Declares;
        if (keeps && unit.Slot == _chain.NextSlot)
        {
            // The place is taken before anything of the cell runs: a cell that it calls comes after it. The factory
            // writes the submission's object into this very array.
            _chain = _chain.With(unit.Compilation!, slots, unit.Emitted.Name);
            return Invoke(unit, slots, keeps);
        }

        try
        {
            return Invoke(unit, slots, keeps);
        }
        finally
        {
            // Run again, for the next object of a pipeline: the newest object counts.
            if (keeps && slots[unit.Slot] is { } submission && submission.GetType().FullName == unit.Emitted.ClassName)
            {
                _chain = _chain.Replace(unit.Slot, submission);
            }
        }
    }

    // Types and usings are the session's from the moment that the cell begins.
    private void Declare(CellUnit unit)
    {
        if (unit.Types is { } types && _libraries.Add(types))
        {
            Count(types.Emitted);
            _context.LoadLibrary(types.Emitted.Name, types.Version, types.Emitted.Image, types.Emitted.Symbols);
            _references.Add(types);
        }

        _usings.UnionWith(unit.Usings);
    }

    private bool HidesInput(CellSource source) => source.InputType is not null && FindVariable(nameof(CellGlobals.Input)) is not null;

    // "Alone" is a cell without #r and #load: what it compiles to depends on nothing but its text and the session.
    private (IReadOnlyList<CellUnit> Units, bool IsAlone) CompileUnits(CellSource source, CancellationToken cancellationToken)
    {
        List<CellUnit> units = [];
        CompilationScope scope = Scope;
        _ = CompileUnit(source, _chain, new LoadedFiles(), units, cancellationToken);
        return (units, units.Count == 1 && ReferenceEquals(Scope, scope));
    }

    private SubmissionChain CompileUnit(CellSource source, SubmissionChain chain, LoadedFiles files, List<CellUnit> units, CancellationToken cancellationToken)
    {
        PreparedCell prepared = Prepare(source, chain, files, units, cancellationToken);
        chain = prepared.Chain;
        EmittedCell emitted = SubmissionCompiler.Emit(prepared, source, cancellationToken);
        CSharpCompilation compilation = prepared.Compilation;
        units.Add(new CellUnit(emitted, emitted.Declares ? compilation : null, chain.NextSlot) { Types = prepared.Types, Usings = prepared.Cell.Usings });

        // Not run yet: an empty place, so that what is compiled after it counts on from there.
        return emitted.Declares ? chain.With(compilation, [.. chain.Slots, null], emitted.Name) : chain;
    }

    private Task<object?> Invoke(CellUnit unit, object?[] slots, bool keeps) => unit.Invoke(slots, emitted => Load(emitted, keeps));

    // Everything up to the compilation. What the cell loads is compiled on the way.
    private PreparedCell Prepare(CellSource source, SubmissionChain chain, LoadedFiles files, List<CellUnit> units, CancellationToken cancellationToken)
    {
        ParsedCell cell = CellParser.Parse(source, HidesInput(source));
        if (cell.Errors.Count > 0)
        {
            throw new CSharpCompilationException(DiagnosticMapper.Map(cell.Errors, source));
        }

        foreach (string reference in cell.References)
        {
            if (!TryAddReference(reference, source.BaseDirectory))
            {
                throw SessionException.Of(nameof(Strings.ReferenceNotFound), reference);
            }
        }

        foreach (CellSource file in files.Read(cell.Loads, source))
        {
            chain = CompileUnit(file, chain, files, units, cancellationToken);
        }

        SideLibrary? types = cell.Types is null
            ? null
            : TypesCompiler.Compile(cell.Types, Scope, _usings, _references.FindRedefined(SideTypes.NamesOf(cell.Types)), source, cancellationToken);
        CompilationScope scope = types is null ? Scope : _references.ScopeWith(types, _options.StopChecks);
        PreparedCell prepared = new(cell, chain, scope, SubmissionCompiler.Create(cell, chain, scope), types);
        if (RefLocals.FirstIn(prepared.Compilation, source.Code, cancellationToken) is not { } position)
        {
            return prepared;
        }

        cell = CellParser.Parse(source with { LocalsFrom = position }, HidesInput(source));
        return prepared with { Cell = cell, Compilation = SubmissionCompiler.Create(cell, chain, scope) };
    }

    private Assembly Load(EmittedCell emitted, bool declares)
    {
        if (!declares)
        {
            return new CellLoadContext(emitted.Name, _context).LoadCell(emitted.Image, emitted.Symbols);
        }

        Count(emitted);
        return _context.LoadCell(emitted.Name, emitted.Image, emitted.Symbols);
    }

    // What #r, #load and types beside the cell add is not kept.
    private CellTestResult TestOnBranch(CellSource source, CancellationToken cancellationToken)
    {
        ScriptSession trial = (ScriptSession)Branch(_options);
        bool isComplete = Completeness.IsComplete(source.Code);
        try
        {
            return CellTester.Test(trial.Prepare(source, trial._chain, new LoadedFiles(), [], cancellationToken), source, isComplete, cancellationToken);
        }
        catch (CSharpCompilationException e)
        {
            return new CellTestResult(false, isComplete, false, null, e.Diagnostics);
        }
        finally
        {
            _ = trial.Unload();
        }
    }

    private void Count(EmittedCell emitted)
    {
        _ = Interlocked.Increment(ref _assemblies);
        _ = Interlocked.Add(ref _bytes, emitted.Image.Length + emitted.Symbols.Length);
    }

    private void Declare(string name, object? value)
    {
        if (value is not null)
        {
            AddReference(value.GetType().Assembly);
        }

        foreach (string type in VariableDeclaration.TypesFor(value))
        {
            CellSource source = new() { Code = VariableDeclaration.Code(name, type) };
            ParsedCell cell = CellParser.Parse(source, hidesInput: true);
            CompilationScope scope = Scope;
            CSharpCompilation compilation = SubmissionCompiler.Create(cell, _chain, scope);
            EmittedCell emitted;
            try
            {
                emitted = SubmissionCompiler.Emit(new PreparedCell(cell, _chain, scope, compilation, null), source, CancellationToken.None);
            }
            catch (CSharpCompilationException)
            {
                // The name means something else here, or is not to be had: the next candidate is more general.
                continue;
            }

            CellUnit unit = new(emitted, compilation, _chain.NextSlot);
            object?[] slots = _chain.SlotsForRun(this);
            slots[0] = _chain.Slots[0];
            _ = unit.Invoke(slots, e => Load(e, declares: true));
            SubmissionChain before = _chain;
            _chain = _chain.With(compilation, [.. _chain.Slots, slots[unit.Slot]], emitted.Name);
            if (FindVariable(name) is { } variable && VariableDeclaration.Fits(variable.Type, value))
            {
                variable.Value = value;
                return;
            }

            _chain = before;
        }
    }
}
