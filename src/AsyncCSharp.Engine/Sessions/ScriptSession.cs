using System.Reflection;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Children;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Completing;
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
    private readonly SessionCompiler _cellCompiler;
    private readonly SubmissionSource _compiler;
    private readonly VariableSets _variables;
    private readonly DeclaredVariables _declared;
    private readonly DeclaredUsings _usings;
    private readonly ArrayForms _forms = new();
    private readonly DeclaredArrays _arrays = new();
    private readonly Func<CompiledChain> _currentChain;
    private readonly SessionChain _chain;
    private readonly CodeHelp _help;
    private SessionLoadContext _context;

    // Replaced by whoever wants the compiled cells forgotten, from any thread.
    private volatile CellCache<CompiledCell> _cache = new();

    public ScriptSession(ScriptSessionOptions options)
    {
        _options = options;
        _context = new SessionLoadContext(options.Name, options.Owner);
        _kept = options.KeepsCells ? new SessionCache() : null;
        Func<DiskCache?> disk = () => _kept?.Disk;
        _packages = new SessionPackages(disk);
        _references = new SessionReferences(_context, _packages, options.StopChecks);
        _cellCompiler = new SessionCompiler { Meanwhile = () => _context.Prepare() };
        _compiler = new SubmissionSource(_references, new SubmissionStore(disk), _cellCompiler);
        _chain = new SessionChain(_context, _references, _compiler);
        _currentChain = () => _chain.Current.Compiled;
        _variables = new VariableSets(_references, _compiler, _chain.Load);
        _declared = new DeclaredVariables(_references, _compiler, _chain.Load);
        _usings = new DeclaredUsings(_references, _compiler, _cellCompiler, _chain.Load);
        _help = new CodeHelp(() => (_chain.Current.Compiled, _references.Seen));
    }

    /// <summary>What is told about text that is typed for the session.</summary>
    public ICodeHelp Help => _help;

    public IProgress<PackageProgress>? PackageProgress { get => _packages.Progress; set => _packages.Progress = value; }

    public SessionContents Contents => _references.Contents;

    public SessionMemory Memory => _chain.Memory;

    public ICompiledCell Compile(CellSource source, CancellationToken cancellationToken) =>
        Compile(source, _currentChain, hidesInput: false, cancellationToken);

    public ICompiledCell Compile(CellSource source, CallVariables? variables, CancellationToken cancellationToken)
    {
        if (variables is null)
        {
            return CompileWithArrays(source, cancellationToken);
        }

        _references.RefreshEnums();
        bool hidesInput = variables.Have(nameof(CellGlobals.Input));
        SubmissionChain chain = _chain.Current;
        LiveVariables asIs = _variables.LiveFor(variables, ArrayForm.AsIs, chain.Compiled, cancellationToken);
        CompilationScope scope = _references.Scope;
        return _forms.Compile(new ArrayForms.Text(source.Code, source.InputType?.AssemblyQualifiedName, chain.Fingerprint, asIs.Set), variables, form =>
        {
            LiveVariables live = null!;
            return new BoundCell(Compile(source, After, hidesInput, cancellationToken), live);

            CompiledChain After()
            {
                // What the cell refers to may have changed what the types of the values are called.
                bool isKnown = form == ArrayForm.AsIs && ReferenceEquals(scope, _references.Scope) && ReferenceEquals(chain, _chain.Current);
                live = isKnown ? asIs : _variables.LiveFor(variables, form, _chain.Current.Compiled, cancellationToken);
                return live.Set.After(_chain.Current.Compiled);
            }
        });
    }

    public CellTestResult Test(CellSource source, CallVariables? variables, CancellationToken cancellationToken)
    {
        // What #r, #load and types beside the cell add is not kept.
        ScriptSession trial = Branch(_options, globals: null);
        try
        {
            bool hidesInput = variables?.Have(nameof(CellGlobals.Input)) == true;
            CompiledChain chain = trial._chain.Current.Compiled;
            chain = variables is null ? chain : trial._variables.LiveFor(variables, ArrayForm.AsIs, chain, cancellationToken).Set.After(chain);
            return trial._compiler.Test(CellText.Of(source, hidesInput), chain, cancellationToken);
        }
        finally
        {
            _packages.TakeWarningsOf(trial._packages);
            _ = trial.Unload();
        }
    }

    public Type? InputTypeOf(object? input, CancellationToken cancellationToken) =>
        input is not null && (InputTypes.MayBeOfSession(input) || InputTypes.MayHaveNamesake(input)) ? _variables.TypeFor(nameof(CellGlobals.Input), input, _chain.Current.Compiled, cancellationToken) : null;

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

    public void AddUsing(string text, CancellationToken cancellationToken) => _chain.Lengthen(chain => _usings.Add(chain, text, cancellationToken));

    public void ChangeTogether(Action change)
    {
        SessionReferences.Mark mark = _references.SetMark();
        SubmissionChain chain = _chain.Current;
        try
        {
            change();
        }
        catch
        {
            _references.GoBack(mark);
            _chain.Current = chain;
            throw;
        }
    }

    public IReadOnlyList<ScriptVariable> GetVariables() => SessionMembers.Variables(_chain.Current);

    public ScriptVariable? FindVariable(string name) => SessionMembers.FindVariable(_chain.Current, name);

    public Func<CellContext, object?>? FindRunnerMethod(string name) => SessionMembers.FindRunnerMethod(_chain.Current, name);

    public Type? FindType(string name) => SessionMembers.FindType(_chain.Current, name) ?? _context.FindType(name);

    public void SetVariable(string name, object? value, CancellationToken cancellationToken) =>
        _chain.Lengthen(chain => _declared.Set(chain, name, value, cancellationToken));

    public void RemoveVariables(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        _chain.Lengthen(chain => _declared.Remove(chain, names, cancellationToken));

    public void EnterReflection() => _ = _context.EnterContextualReflection();

    public void ClearCache() => _cache = new CellCache<CompiledCell>();

    public IReadOnlyList<string> TakeCacheProblems() => [.. _kept?.TakeProblems() ?? [], .. _cellCompiler.TakeProblems()];

    public IReadOnlyList<PackageWarning> TakePackageWarnings() => _packages.TakeWarnings();

    public IScriptSession Copy(ScriptSessionOptions options, CellGlobals globals) => Branch(options, globals);

    public IReadOnlyList<WeakReference> Unload()
    {
        IReadOnlyList<WeakReference> contexts = _context.Homes;
        _chain.Clear();
        _cache.Clear();
        _references.Clear();
        _variables.Clear();
        _forms.Clear();
        _arrays.Clear();
        _help.Clear();
        _context.Unload();
        _context = null!;
        return contexts;
    }

    private ScriptSession Branch(ScriptSessionOptions options, CellGlobals? globals)
    {
        ScriptSession branch = new(options);
        branch._chain.CopyFrom(_chain, globals);
        branch._references.CopyFrom(_references, _chain.Current.SubmissionsFromNewest().Select(s => s.GetType().Assembly), loadsTogether: globals is not null);
        return branch;
    }

    private ICompiledCell CompileWithArrays(CellSource source, CancellationToken cancellationToken)
    {
        if (_arrays.AreNeeded(source, _chain.Current.Fingerprint) && TryWithArrays(source, cancellationToken) is { } known)
        {
            return known;
        }

        try
        {
            return Compile(source, cancellationToken);
        }
        catch (CSharpCompilationException) when (TryWithArrays(source, cancellationToken) is { } typed)
        {
            _arrays.Remember(source, _chain.Current.Fingerprint);
            return typed;
        }
    }

    // Views of the very arrays. What the cell declared would have them still when the variable has another.
    private BoundCell? TryWithArrays(CellSource source, CancellationToken cancellationToken)
    {
        if (DeclaredArrays.In(source.Code, GetVariables()) is not { } arrays)
        {
            return null;
        }

        try
        {
            LiveVariables live = null!;
            CompiledCell cell = Compile(source, After, hidesInput: false, cancellationToken);
            return cell.Declares ? null : new BoundCell(cell, live);

            CompiledChain After()
            {
                CompiledChain chain = _chain.Current.Compiled;
                live = _variables.LiveFor(arrays, ArrayForm.View, chain, cancellationToken);
                return live.Set.After(chain);
            }
        }
        catch (CSharpCompilationException)
        {
            return null;
        }
    }

    private CompiledCell Compile(CellSource source, Func<CompiledChain> after, bool hidesInput, CancellationToken cancellationToken)
    {
        _references.RefreshEnums();
        CellText text = CellText.Of(source, hidesInput);

        // What #r and #load ask for may be another file by now: it is read again, and is in the inputs.
        bool loads = _compiler.AddReferences(text, cancellationToken);
        SubmissionChain session = _chain.Current;
        CompiledChain chain = after();
        if (loads)
        {
            return Build(text, session, chain, cancellationToken);
        }

        CompilationInputs inputs = InputsOf(text, chain);
        if (_cache.Find(inputs) is { } known)
        {
            return known.For(text);
        }

        CompiledCell cell = Build(text, session, chain, cancellationToken);

        // A type of the user's that may go is not held here by code that refers to it.
        if (cell.IsReusable && source.InputType?.Assembly.IsCollectible != true && ReferenceEquals(session, _chain.Current) && inputs == InputsOf(text, chain))
        {
            _cache.Add(inputs, cell);
        }

        return cell;
    }

    private CompiledCell Build(CellText text, SubmissionChain session, CompiledChain chain, CancellationToken cancellationToken) =>
        new(_chain, UntypedElements.Explain(text, chain.VariablesSlot is not null, session, () => _compiler.Of(text, chain, cancellationToken)), text);

    // Whatever its number: code that has the number in it is not kept.
    private CompilationInputs InputsOf(CellText text, CompiledChain chain) => new CompilationRequest(text, chain, _references.Scope.For(text)).InputsFor(anyNumber: true);
}
